from odoo import fields, models


class ServiceCorrectiveDecide(models.TransientModel):
    """Asks why a corrective action is sent back or cancelled, or what the check of its effect found."""

    _name = "service.corrective.decide"
    _description = "Decide on a Corrective Action"
    _inherit = ["service.text.mixin"]

    action_id = fields.Many2one("service.corrective.action", required=True, readonly=True, ondelete="cascade")
    decision = fields.Selection(
        [
            ("send_back", "Send Back"),
            ("confirm", "Effective"),
            ("fail", "Not Effective"),
            ("cancel", "Cancel"),
        ],
        required=True,
        readonly=True,
        default="send_back",
    )
    text = fields.Text("Reason", required=True)

    def action_confirm(self):
        """Take the step with the reason given."""
        self.ensure_one()
        if self.decision == "send_back":
            self.action_id._send_back(self.text)
        elif self.decision == "cancel":
            self.action_id._cancel(self.text)
        else:
            self.action_id._judge_effect(self.decision == "confirm", self.text)
        return {"type": "ir.actions.act_window_close"}
