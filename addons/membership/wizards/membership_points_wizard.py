from uuid import uuid4

from odoo import fields, models


class MembershipPointsWizard(models.TransientModel):
    """Earn or redeem points by hand, at the desk."""

    _name = "membership.points.wizard"
    _description = "Earn or Redeem Points"

    card_id = fields.Many2one("loyalty.card", required=True, readonly=True, ondelete="cascade")
    operation = fields.Selection([("earn", "Earn"), ("redeem", "Redeem")], required=True, readonly=True)
    member = fields.Char(related="card_id.partner_id.name", string="Member")
    balance = fields.Float(related="card_id.points", string="Balance")
    owed = fields.Float(related="card_id.membership_points_owed", string="Owed")
    points = fields.Float(digits=(16, 2), required=True)
    reason = fields.Char(required=True, default=lambda self: self.env._("At the desk"))
    # pressed twice, it is booked once
    key = fields.Char(default=lambda self: f"desk/{uuid4()}", readonly=True, export_string_translation=False)

    def action_apply(self):
        """Book the points.

        :raise UserError: as the card says why not
        """
        self.ensure_one()
        book = self.card_id.membership_earn if self.operation == "earn" else self.card_id.membership_redeem
        book(self.points, self.reason, key=self.key)
        return {"type": "ir.actions.act_window_close"}
