from odoo import fields, models

from odoo.addons.service_kernel.tools import append_only


class MembershipPointAllocation(models.Model):
    """What a move took from a lot or gave back to it: by these every number can be followed (P2)."""

    _name = "membership.point.allocation"
    _description = "Point Allocation"
    _order = "id"
    _rec_name = "lot_id"

    move_id = fields.Many2one(
        "membership.point.move", required=True, readonly=True, index=True, ondelete="restrict"
    )
    lot_id = fields.Many2one(
        "membership.point.lot", required=True, readonly=True, index=True, ondelete="restrict"
    )
    expires_on = fields.Date(related="lot_id.expires_on")
    points = fields.Float(digits=(16, 2), required=True, readonly=True, help="Below zero: taken.")
    is_settlement = fields.Boolean(
        "Settles Debt", readonly=True, help="Taken to settle what was owed, not for the move itself."
    )

    def init(self):
        append_only.protect(self.env, self._table, ("move_id", "lot_id", "points", "is_settlement"))
