from odoo import fields, models


class ServiceScoreCategory(models.Model):
    """A group of clauses, as a tree: ethics, discipline, environment … (CU-REP-01)."""

    _name = "service.score.category"
    _description = "Score Category"
    _inherit = ["service.policy.mixin", "service.tree.mixin"]
    _order = "sequence, parent_path, id"
    _parent_store = True
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one("service.score.category", index=True, ondelete="restrict", check_company=True)
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("service.score.category", "parent_id", string="Subcategories")
