from odoo import fields, models


class ServiceCategory(models.Model):
    """What a case is about, as a tree; complaints, orders and callbacks share it."""

    _name = "service.category"
    _description = "Service Category"
    _inherit = ["service.tree.mixin"]
    _order = "sequence, parent_path, id"
    _parent_store = True
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one("service.category", index=True, ondelete="restrict", check_company=True)
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("service.category", "parent_id", string="Subcategories")
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        index=True,
        help="Empty: shared by all companies.",
    )

    _code_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), code) WHERE code IS NOT NULL",
        "Another category of the company has this code already.",
    )
