from odoo import fields, models


class ServiceScoreEntryReason(models.TransientModel):
    """Asks why entries are rejected or taken back."""

    _name = "service.score.entry.reason"
    _description = "Reject or Take Back Entries"
    _inherit = ["service.text.mixin"]

    entry_ids = fields.Many2many("service.score.entry", required=True, readonly=True, string="Entries")
    step = fields.Selection([("reject", "Reject"), ("reverse", "Take Back")], required=True, readonly=True)
    reason = fields.Char(required=True)

    def action_apply(self):
        """Take the step with the reason given."""
        self.ensure_one()
        if self.step == "reject":
            self.entry_ids.action_reject(self.reason)
        else:
            self.entry_ids.action_reverse(self.reason)
        return {"type": "ir.actions.act_window_close"}
