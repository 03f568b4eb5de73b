from odoo import fields, models

from odoo.addons.service_kernel.tools import append_only


class MembershipPointAllocation(models.Model):
    """Which lot a move took points from, or gave them back to: so that every number can be followed."""

    _name = "membership.point.allocation"
    _description = "Points of a Lot"
    _order = "id"
    _rec_name = "lot_id"

    move_id = fields.Many2one(
        "membership.point.move", required=True, readonly=True, index=True, ondelete="restrict"
    )
    lot_id = fields.Many2one(
        "membership.point.lot", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="move_id.company_id")
    points = fields.Float(
        digits=(16, 2), required=True, readonly=True, help="Below zero: taken; above: given back."
    )
    expires_on = fields.Date(related="lot_id.expires_on")

    def init(self):
        append_only.protect(self.env, self._table, ("move_id", "lot_id", "points"))
