from odoo import fields, models


class ServiceOrderType(models.Model):
    """Customers may ask for work of some types themselves."""

    # one concern a file
    _inherit = "service.order.type"  # pylint: disable=consider-merging-classes-inherited

    is_public = fields.Boolean(
        "Offered to Customers", default=True, help="Customers may ask for it on their page."
    )
