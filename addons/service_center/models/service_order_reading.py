from odoo import fields, models


class ServiceOrderReading(models.Model):
    """What an instrument or meter said at a visit."""

    _name = "service.order.reading"
    _description = "Reading at a Visit"
    _inherit = ["service.text.mixin"]
    _order = "order_id, id"

    order_id = fields.Many2one("service.order", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True, precompute=True, index=True)
    name = fields.Char("What Was Read", required=True)
    value = fields.Float("Reading", required=True, digits=(16, 3), aggregator=None)
    unit = fields.Char()
    at = fields.Datetime("Read On", required=True, default=fields.Datetime.now)
