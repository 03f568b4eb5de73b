from odoo import fields, models


class ProductTemplate(models.Model):
    """Products that are trips: their orders count once they are over (TRAVEL-MEM-01)."""

    # one concern a file
    _inherit = "product.template"  # pylint: disable=consider-merging-classes-inherited

    membership_is_trip = fields.Boolean(
        "Is a Trip", help="An order of it counts as a completed trip from its delivery date on."
    )
