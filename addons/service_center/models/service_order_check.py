from odoo import fields, models

from .service_checklist import STAGES


class ServiceOrderCheck(models.Model):
    """A point of a checklist at one visit, as it read then."""

    _name = "service.order.check"
    _description = "Checklist of a Visit"
    _order = "order_id, sequence, id"

    order_id = fields.Many2one("service.order", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True, precompute=True, index=True)
    line_id = fields.Many2one("service.checklist.line", index="btree_not_null", ondelete="set null")
    name = fields.Char("What to See To", required=True)
    stage = fields.Selection(STAGES, required=True, default="on_site")
    sequence = fields.Integer(default=10)
    is_required = fields.Boolean("Required")
    is_done = fields.Boolean("Done")

    _point_uniq = models.UniqueIndex(
        "(order_id, line_id) WHERE line_id IS NOT NULL", "The point is on the order's checklist already."
    )
