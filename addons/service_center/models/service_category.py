from odoo import api, fields, models
from odoo.tools import ormcache


class ServiceCategory(models.Model):
    """What the policies of corrective actions and settlements say about complaints of a category."""

    _inherit = "service.category"

    corrective_level_id = fields.Many2one(
        "service.authority.level",
        "Corrective Action Approved By",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="This level approves corrective actions of complaints of this category and its subcategories.",
    )
    requires_agreement = fields.Boolean(
        "Signed Agreement",
        help="Complaints of this category and its subcategories are settled by a signed agreement: without "
        "one they are not closed.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        categories = super().create(vals_list)
        if any(vals.get("requires_agreement") for vals in vals_list):
            self._forget_tree()
        return categories

    def write(self, vals):
        result = super().write(vals)
        if "requires_agreement" in vals:
            self._forget_tree()
        return result

    def _get_lineage(self):
        """Return this category and those above it."""
        return self.browse(int(part) for part in (self.parent_path or "").split("/") if part)

    @api.model
    @ormcache()
    def _get_ids_with_agreement(self):
        """Return the ids of the categories whose complaints are settled by a signed agreement."""
        # sudo: a policy, the same for every reader
        Category = self.sudo().with_context(active_test=False)
        roots = Category.search([("requires_agreement", "=", True)])
        return frozenset(Category.search([("id", "child_of", roots.ids)]).ids if roots else ())
