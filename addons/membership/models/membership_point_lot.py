from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.service_kernel.tools import append_only


class MembershipPointLot(models.Model):
    """Points that came in together and expire together; what is spent comes from the earliest (P3).

    A merge of contacts hands lots over to another card; what is left changes by allocations only.
    """

    _name = "membership.point.lot"
    _description = "Point Lot"
    _order = "expires_on, id"

    card_id = fields.Many2one("loyalty.card", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    move_id = fields.Many2one(
        "membership.point.move", "Came In By", required=True, readonly=True, index=True, ondelete="restrict"
    )
    date = fields.Datetime(related="move_id.date")
    reason = fields.Char(related="move_id.reason")
    partner_id = fields.Many2one(related="card_id.partner_id")
    issued = fields.Float(digits=(16, 2), required=True, readonly=True)
    remaining = fields.Float("Left", digits=(16, 2), required=True, readonly=True)
    expires_on = fields.Date("Last Usable Day", readonly=True, help="Empty: usable for ever.")

    _remaining = models.Constraint(
        "CHECK (remaining >= 0 AND remaining <= issued)", "A lot has at most what came in."
    )
    _due_idx = models.Index("(expires_on) WHERE remaining > 0 AND expires_on IS NOT NULL")
    _open_idx = models.Index("(card_id) WHERE remaining > 0")

    def init(self):
        append_only.protect(self.env, self._table, ("company_id", "move_id", "issued", "expires_on"))

    @api.depends("issued", "expires_on")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for lot in self:
            until = format_date(self.env, lot.expires_on) if lot.expires_on else "∞"
            lot.display_name = f"{lot.card_id._membership_format(lot.issued)} → {until}"
