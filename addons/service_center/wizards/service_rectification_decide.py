from odoo import fields, models


class ServiceRectificationDecide(models.TransientModel):
    """Asks who took notice of a rectification notice, what following up found, or why it is withdrawn."""

    _name = "service.rectification.decide"
    _description = "Follow Up a Rectification Notice"
    _inherit = ["service.text.mixin"]

    rectification_id = fields.Many2one(
        "service.rectification", required=True, readonly=True, ondelete="cascade"
    )
    decision = fields.Selection(
        [
            ("acknowledge", "Acknowledged"),
            ("done", "Done"),
            ("fail", "Not Done"),
            ("cancel", "Cancel"),
        ],
        required=True,
        readonly=True,
        default="acknowledge",
    )
    text = fields.Text(required=True)

    def action_confirm(self):
        """Take the step with the text given."""
        self.ensure_one()
        notice = self.rectification_id
        if self.decision == "acknowledge":
            notice._acknowledge(self.text)
        elif self.decision == "cancel":
            notice._cancel(self.text)
        else:
            notice._judge(self.decision == "done", self.text)
        return {"type": "ir.actions.act_window_close"}
