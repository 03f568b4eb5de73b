from odoo import fields, models


class ServiceScorePayrollWithdraw(models.TransientModel):
    """Asks why a batch is withdrawn."""

    _name = "service.score.payroll.withdraw"
    _description = "Withdraw a Payroll Batch"
    _inherit = ["service.text.mixin"]

    batch_id = fields.Many2one(
        "service.score.payroll.batch", required=True, readonly=True, ondelete="cascade"
    )
    state = fields.Selection(related="batch_id.state")
    reason = fields.Text(required=True, help="What payroll said, or what is wrong.")

    def action_confirm(self):
        """Withdraw the batch."""
        self.ensure_one()
        self.batch_id.action_withdraw(self.reason)
        return {"type": "ir.actions.act_window_close"}
