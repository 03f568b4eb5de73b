from odoo import api, fields, models
from odoo.exceptions import UserError


class LoyaltyCard(models.Model):
    """A membership card: Odoo's loyalty card, with a ledger behind its points."""

    _inherit = "loyalty.card"

    is_membership = fields.Boolean(
        related="program_id.is_membership", store=True, precompute=True, index=True
    )
    membership_code = fields.Char("Membership Code", related="program_id.membership_code", store=True)
    membership_version = fields.Integer(readonly=True, copy=False, export_string_translation=False)
    membership_points_owed = fields.Float(
        "Points Owed",
        digits=(16, 2),
        readonly=True,
        copy=False,
        help="What a return or the till could not take. It is settled from the next points that come in.",
    )
    point_move_ids = fields.One2many("membership.point.move", "card_id", "Point Moves", readonly=True)
    point_lot_ids = fields.One2many("membership.point.lot", "card_id", "Lots of Points", readonly=True)
    open_point_lot_ids = fields.One2many(
        "membership.point.lot", "card_id", "Points by Expiry", domain=[("remaining", ">", 0)], readonly=True
    )

    _membership_balance = models.Constraint(
        "CHECK (is_membership IS NOT TRUE OR (points >= 0 AND COALESCE(membership_points_owed, 0) >= 0"
        " AND (points = 0 OR COALESCE(membership_points_owed, 0) = 0)))",
        "The balance of a membership card is never below zero, and nothing is owed while there are points.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_no_membership(self):
        if any(card.is_membership and card.point_move_ids for card in self):
            raise UserError(
                self.env._("A membership card with points keeps its history: archive it instead.")
            )
