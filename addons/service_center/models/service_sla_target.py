from odoo import fields, models


class ServiceSlaTarget(models.Model):
    """A limit may be what a customer is promised."""

    _inherit = "service.sla.target"

    is_promise = fields.Boolean(
        "Promised to the Customer",
        help="Of a service order: the customer is told its deadline, and when it is extended.",
    )
