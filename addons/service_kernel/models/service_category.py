from odoo import api, fields, models


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
    is_public = fields.Boolean(
        "Offered to Customers",
        default=True,
        help="Customers may choose the category on the public form and in the portal.",
    )
    pack_code = fields.Char("Policy Pack", readonly=True, copy=False, help="The pack that brought it.")

    _code_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), COALESCE(pack_code, ''), code) WHERE code IS NOT NULL",
        "Another category of the company and policy pack has this code already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        categories = super().create(vals_list)
        if categories.parent_id:
            self._forget_tree()
        return categories

    def write(self, vals):
        result = super().write(vals)
        if "parent_id" in vals:
            self._forget_tree()
        return result

    @api.model
    def _forget_tree(self):
        """Rules that hold for a category hold for its subcategories: let them be read anew."""
        self.env.registry.clear_cache()
