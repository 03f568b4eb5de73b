from odoo import fields, models


class ServiceCustomerLostReason(models.Model):
    """Why customers stay away, as a company counts it (DEALER-LOST-01)."""

    _name = "service.customer.lost.reason"
    _description = "Reason for Staying Away"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
