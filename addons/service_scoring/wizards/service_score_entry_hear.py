from odoo import fields, models


class ServiceScoreEntryHear(models.TransientModel):
    """Asks when the employee was heard, and what they said."""

    _name = "service.score.entry.hear"
    _description = "Hear the Employee"
    _inherit = ["service.text.mixin"]

    entry_id = fields.Many2one("service.score.entry", required=True, readonly=True, ondelete="cascade")
    heard_at = fields.Datetime("Heard On", required=True, default=lambda self: fields.Datetime.now())
    statement = fields.Text("What They Said", required=True)

    def action_record(self):
        """Record it."""
        self.ensure_one()
        self.entry_id._hear(self.statement, self.heard_at)
        return {"type": "ir.actions.act_window_close"}
