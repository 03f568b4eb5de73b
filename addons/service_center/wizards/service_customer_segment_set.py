from odoo import fields, models

from ..models.service_customer_segment_rule import SEGMENTS


class ServiceCustomerSegmentSet(models.TransientModel):
    """Asks for a segment of customers, and why they are in it."""

    _name = "service.customer.segment.set"
    _description = "Set Segment"

    partner_ids = fields.Many2many("res.partner", string="Customers", required=True)
    by_rule = fields.Boolean("As the Rules Say", help="From the next run on.")
    segment = fields.Selection(SEGMENTS)
    reason = fields.Text(help="The rules do not change it any more.")

    def action_set(self):
        """Put the customers into the segment."""
        self.ensure_one()
        self.env["service.customer.segment"]._set_by_hand(
            self.partner_ids, None if self.by_rule else self.segment, self.reason
        )
