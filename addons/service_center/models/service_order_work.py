from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ServiceOrder(models.Model):
    """When the work of a service order is done, and what the report says about it."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    # When
    accepted_at = fields.Datetime("Accepted On", copy=False, tracking=True)
    departed_at = fields.Datetime("Departed", copy=False, tracking=True)
    arrived_at = fields.Datetime("Arrived", copy=False, tracking=True)
    finished_at = fields.Datetime("Finished", copy=False, tracking=True)
    signed_at = fields.Datetime("Signed On", copy=False, tracking=True)
    closed_at = fields.Datetime("Closed On", readonly=True, copy=False)
    planned_start = fields.Datetime(copy=False, tracking=True, index="btree_not_null")
    planned_end = fields.Datetime(copy=False, tracking=True)
    promised_at = fields.Datetime("Promised For", copy=False, tracking=True, index="btree_not_null")

    # What was found and done
    diagnosis = fields.Text(copy=False)
    work_done = fields.Text(copy=False)
    customer_opinion = fields.Text(copy=False, help="What the customer says about the work.")
    unfinished_reason = fields.Text(
        "Why Unfinished", copy=False, tracking=True, help="Asked when it goes back to dispatch."
    )
    cancel_reason = fields.Text("Reason for Cancelling", copy=False, tracking=True)
    signature = fields.Binary("Customer's Signature", attachment=True, copy=False)
    signed_by = fields.Char(copy=False, tracking=True)

    @api.constrains("planned_start", "planned_end")
    def _check_plan(self):
        for order in self:
            if order.planned_start and order.planned_end and order.planned_end < order.planned_start:
                raise ValidationError(
                    self.env._("%(number)s: the planned end is before the planned start.", number=order.name)
                )
