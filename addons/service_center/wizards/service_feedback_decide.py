from odoo import fields, models


class ServiceFeedbackDecide(models.TransientModel):
    """Asks why a feedback sheet is sent back or cancelled, or its late claim released."""

    _name = "service.feedback.decide"
    _description = "Decide on a Feedback Sheet"
    _inherit = ["service.text.mixin"]

    sheet_id = fields.Many2one("service.feedback.sheet", required=True, readonly=True, ondelete="cascade")
    decision = fields.Selection(
        [("send_back", "Send Back"), ("cancel", "Cancel"), ("release", "Release the Claim")],
        required=True,
        default="send_back",
    )
    text = fields.Text("Reason", required=True)

    def action_confirm(self):
        """Carry out the decision."""
        self.ensure_one()
        if self.decision == "send_back":
            self.sheet_id._send_back(self.text)
        elif self.decision == "cancel":
            self.sheet_id._cancel(self.text)
        else:
            self.sheet_id._release(self.text)
        return {"type": "ir.actions.act_window_close"}
