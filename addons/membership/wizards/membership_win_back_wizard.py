from odoo import fields, models


class MembershipWinBackWizard(models.TransientModel):
    """Asks what a call to a member who stays away found out (DEALER-LOST-01)."""

    _name = "membership.win.back.wizard"
    _description = "Call to Members Who Stay Away"

    card_ids = fields.Many2many("loyalty.card", required=True, readonly=True, string="Cards")
    reason = fields.Selection(
        lambda self: self.env["loyalty.card"]._fields["membership_lost_reason"].selection,
        "Why They Stay Away",
        required=True,
    )
    note = fields.Text(help="What the member said, what was agreed.")

    def action_apply(self):
        self.ensure_one()
        self.card_ids.membership_record_lost(self.reason, self.note)
        return {"type": "ir.actions.act_window_close"}
