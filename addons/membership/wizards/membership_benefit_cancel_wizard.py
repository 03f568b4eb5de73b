from odoo import fields, models


class MembershipBenefitCancelWizard(models.TransientModel):
    """Asks why a booking is cancelled, or what was used is taken back."""

    _name = "membership.benefit.cancel.wizard"
    _description = "Cancel Benefit"
    _inherit = ["service.text.mixin"]

    usage_id = fields.Many2one(
        "membership.benefit.usage", "Use", required=True, readonly=True, ondelete="cascade"
    )
    state = fields.Selection(related="usage_id.state", export_string_translation=False)
    reason = fields.Text()

    def action_apply(self):
        """Cancel it; it is given back to the period of its day."""
        self.ensure_one()
        self.usage_id.action_cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
