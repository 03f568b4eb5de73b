from odoo import fields, models


class MembershipRequestRefuse(models.TransientModel):
    """Asks why a card is not issued; the customer reads it in the portal."""

    _name = "membership.request.refuse"
    _description = "Refuse a Card"

    request_ids = fields.Many2many("membership.card.request", required=True, readonly=True, string="Requests")
    reason = fields.Char(required=True)

    def action_apply(self):
        self.ensure_one()
        self.request_ids.action_refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
