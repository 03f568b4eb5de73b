from odoo import api, fields, models
from odoo.tools import ormcache

RULES = {"requires_review", "requires_spot_check", "is_without_loss", "counts_against_unit"}


class ServiceCategory(models.Model):
    """What else policies ask of complaints of a category and its subcategories."""

    # one concern a file
    _inherit = "service.category"  # pylint: disable=consider-merging-classes-inherited

    requires_review = fields.Boolean(
        "Summary of the Case",
        help="When a complaint of this category or its subcategories ends, its handler writes down what is "
        "to be learned from it; a to-do asks for it.",
    )
    requires_spot_check = fields.Boolean(
        "Check on the Spot",
        help="Complaints of this category and its subcategories are closed once somebody other than the "
        "handler has seen the result on the spot.",
    )
    is_without_loss = fields.Boolean(
        "Without Loss",
        help="Nobody lost anything: an abnormality sheet and a request to improve are enough. Nothing is "
        "compensated in this category and its subcategories.",
    )
    counts_against_unit = fields.Boolean(
        help="A justified complaint of this category or its subcategories counts against the unit: dealer, "
        "store, department."
    )

    @api.model_create_multi
    def create(self, vals_list):
        categories = super().create(vals_list)
        if any(RULES & vals.keys() for vals in vals_list):
            self._forget_tree()
        return categories

    def write(self, vals):
        result = super().write(vals)
        if RULES & vals.keys():
            self._forget_tree()
        return result

    @api.model
    @ormcache("flag")
    def _get_ids_where(self, flag):
        """Return the ids of the categories for which a yes-or-no rule holds, from above, too."""
        # sudo: a policy, the same for every reader
        Category = self.sudo().with_context(active_test=False)
        roots = Category.search([(flag, "=", True)])
        return frozenset(Category.search([("id", "child_of", roots.ids)]).ids if roots else ())
