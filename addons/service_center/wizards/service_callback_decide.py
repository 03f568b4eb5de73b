from odoo import fields, models


class ServiceCallbackDecide(models.TransientModel):
    """Asks for the text of a step of callbacks: settled on the spot, reviewed, sent back, handed in again."""

    _name = "service.callback.decide"
    _description = "Decide about Callbacks"
    _inherit = ["service.text.mixin"]

    callback_ids = fields.Many2many("service.callback", string="Callbacks", required=True, readonly=True)
    decision = fields.Selection(
        [
            ("settle", "Settled on the Spot"),
            ("review_ok", "Reviewed"),
            ("send_back", "Send Back"),
            ("hand_in", "Hand In Again"),
        ],
        required=True,
        readonly=True,
    )
    note = fields.Text()

    def action_confirm(self):
        """Take the step with this text."""
        self.ensure_one()
        callbacks, note = self.callback_ids, self.note or ""
        if self.decision == "settle":
            callbacks.action_settle_problem(note)
        elif self.decision == "review_ok":
            callbacks.action_review_ok(note)
        elif self.decision == "send_back":
            callbacks.action_send_back(note)
        else:
            callbacks.action_hand_in(note)
        return {"type": "ir.actions.act_window_close"}


class ServiceCallbackSignalDecide(models.TransientModel):
    """Asks what somebody found out about signals."""

    _name = "service.callback.signal.decide"
    _description = "Decide about Signals"
    _inherit = ["service.text.mixin"]

    signal_ids = fields.Many2many("service.callback.signal", string="Signals", required=True, readonly=True)
    decision = fields.Selection(
        [("dismissed", "Nothing Wrong"), ("confirmed", "Confirmed")], required=True, readonly=True
    )
    reason = fields.Text(required=True, help="What was found out, and how.")

    def action_confirm(self):
        """Decide it, and keep why."""
        self.ensure_one()
        self.signal_ids._decide(self.decision, self.reason or "")
        return {"type": "ir.actions.act_window_close"}
