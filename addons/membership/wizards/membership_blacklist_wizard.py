from odoo import fields, models


class MembershipBlacklistWizard(models.TransientModel):
    """Asks for the words that go with a decision about the blacklist."""

    _name = "membership.blacklist.wizard"
    _description = "Decide about the Blacklist"

    entry_ids = fields.Many2many("membership.blacklist", required=True, readonly=True, string="Members")
    operation = fields.Selection(
        [
            ("reject", "Reject"),
            ("lift", "Lift"),
            ("appeal", "Appeal"),
            ("dismiss", "Dismiss the Appeal"),
        ],
        required=True,
        readonly=True,
    )
    text = fields.Text("Reason", required=True)

    def action_apply(self):
        self.ensure_one()
        getattr(self.entry_ids, f"action_{self.operation}")(self.text)
        return {"type": "ir.actions.act_window_close"}
