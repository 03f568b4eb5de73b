from odoo import fields, models
from odoo.exceptions import UserError

REASONS = [
    ("weather", "Weather"),
    ("customer", "Customer Not There or Not Ready"),
    ("parts", "Parts or Tools Missing"),
    ("time", "Not Finished in Time"),
    ("other", "Other"),
]


class ServiceOrderReturn(models.TransientModel):
    """A visit cannot take place or was not finished: why, when next, who is told, and who goes then.

    DOOR-DISP-02 (weather: the customer is told in time), DOOR-JOB-05 (reason noted, dispatched again).
    """

    _name = "service.order.return"
    _description = "Take Service Orders Back to Dispatch"
    _inherit = ["service.text.mixin"]

    order_ids = fields.Many2many("service.order", string="Service Orders", required=True)
    reason = fields.Selection(REASONS, required=True, default="weather")
    note = fields.Text("What Happened")
    planned_start = fields.Datetime("Next Visit")
    planned_end = fields.Datetime("Until")
    tell_customer = fields.Boolean(default=True)
    dispatch_again = fields.Boolean(default=True, help="By the queue of each order, as soon as it is back.")

    def action_confirm(self):
        """Take the orders back, tell the customers, and give the orders away again."""
        self.ensure_one()
        if self.planned_end and not self.planned_start:
            raise UserError(self.env._("When does the next visit begin?"))
        orders = self.order_ids
        orders.write({"state": "confirmed", "unfinished_reason": self._get_reason()})
        for order in orders:
            # dispatching again clears the field: the reason stays here
            order._message_log(body=self.env._("Taken back: %(reason)s", reason=self._get_reason()))
        orders.write({"planned_start": self.planned_start, "planned_end": self.planned_end})
        if self.tell_customer:
            orders._tell_customer_postponed(self.reason)
        if self.dispatch_again:
            return orders.action_dispatch()
        return {"type": "ir.actions.act_window_close"}

    def _get_reason(self):
        labels = dict(self._fields["reason"]._description_selection(self.env))
        return "\n".join(filter(None, (labels[self.reason], (self.note or "").strip())))
