from odoo import fields, models


class ServiceScoreAwardReverse(models.TransientModel):
    """Asks why awards are taken back."""

    _name = "service.score.award.reverse"
    _description = "Take Back Merits and Demerits"
    _inherit = ["service.text.mixin"]

    award_ids = fields.Many2many("service.score.award", required=True, readonly=True, string="Awards")
    reason = fields.Char(required=True)

    def action_apply(self):
        """Take the awards back with the reason given."""
        self.ensure_one()
        self.award_ids.action_reverse(self.reason)
        return {"type": "ir.actions.act_window_close"}
