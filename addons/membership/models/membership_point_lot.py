from odoo import api, fields, models
from odoo.tools import format_date


class MembershipPointLot(models.Model):
    """Points that came in together and expire together; what is spent comes from what expires first (P6)."""

    _name = "membership.point.lot"
    _description = "Lot of Points"
    _order = "expires_on, id"
    _rec_name = "expires_on"

    card_id = fields.Many2one("loyalty.card", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="card_id.company_id")
    move_id = fields.Many2one(
        "membership.point.move", "Came In By", required=True, readonly=True, index=True, ondelete="restrict"
    )
    issued = fields.Float(digits=(16, 2), required=True, readonly=True)
    remaining = fields.Float("Left", digits=(16, 2), required=True, readonly=True)
    expires_on = fields.Date("Usable Until", readonly=True, help="The last usable day; empty: for ever.")

    _within = models.Constraint(
        "CHECK (remaining >= 0 AND remaining <= issued)",
        "A lot has never less than nothing, nor more than came in.",
    )
    _open_idx = models.Index("(card_id, expires_on) WHERE remaining > 0")
    _due_idx = models.Index("(expires_on, card_id) WHERE remaining > 0 AND expires_on IS NOT NULL")

    @api.depends("remaining", "expires_on")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for lot in self:
            until = format_date(self.env, lot.expires_on) if lot.expires_on else "∞"
            lot.display_name = f"{lot.remaining:.2f} → {until}"
