from odoo import fields, models

from ..models.service_order import WAITS


class ServiceOrderDecide(models.TransientModel):
    """Asks what orders wait for, why they are unfinished or why they are cancelled, and then does it."""

    _name = "service.order.decide"
    _description = "Let Service Orders Wait, Go Back or End"
    _inherit = ["service.text.mixin"]

    order_ids = fields.Many2many("service.order", string="Service Orders", required=True)
    decision = fields.Selection(
        [("wait", "Wait"), ("return", "Unfinished"), ("cancel", "Cancel")], required=True, default="wait"
    )
    waiting_for = fields.Selection(WAITS)
    text = fields.Text("Reason")

    def action_confirm(self):
        """Write what was asked for and take the step; orders that cannot take it refuse all."""
        self.ensure_one()
        if self.decision == "wait":
            self.order_ids.write({"state": "waiting", "waiting_for": self.waiting_for})
            for order in self.order_ids if (self.text or "").strip() else ():
                order._message_log(body=self.text)
        elif self.decision == "return":
            self.order_ids.write({"state": "confirmed", "unfinished_reason": self.text})
        else:
            self.order_ids.write({"state": "cancelled", "cancel_reason": self.text})
        return {"type": "ir.actions.act_window_close"}
