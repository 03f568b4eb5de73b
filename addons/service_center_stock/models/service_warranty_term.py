from odoo import fields, models


class ServiceWarrantyTerm(models.Model):
    """Whether a warranty starts when the goods leave, instead of with the purchase."""

    _inherit = "service.warranty.term"

    start_with_delivery = fields.Boolean(
        help="The warranty of an item that is sold starts on the day on which it was delivered."
    )
