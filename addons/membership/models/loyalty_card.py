from odoo import api, fields, models
from odoo.exceptions import UserError


class LoyaltyCard(models.Model):
    """A membership card: Odoo's card whose points are kept in a ledger (decisions 3, invariants P1–P6).

    The files beside this one: ``_account`` (how moves are posted), ``_points`` (what people and programs
    call), ``_return`` (taking back), ``_change`` (what Odoo itself does to points), ``_expiry``, ``_merge``,
    ``_statement``; what orders and credit notes do is with these.
    """

    _inherit = "loyalty.card"

    # not related fields: programs are marked for a hundred thousand cards at once
    is_membership = fields.Boolean(
        "Membership Card", compute="_compute_membership", store=True, precompute=True, index=True
    )
    membership_code = fields.Char(compute="_compute_membership", store=True, precompute=True)
    membership_version = fields.Integer(
        readonly=True, copy=False, aggregator=None, export_string_translation=False
    )
    membership_points_owed = fields.Float(
        "Points Owed",
        digits=(16, 2),
        readonly=True,
        copy=False,
        help="What a return could not take because the points were spent: what comes in next settles it.",
    )
    membership_merged_id = fields.Many2one(
        "loyalty.card",
        "Merged Into",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The card that took over the points when two contacts became one.",
    )
    point_move_ids = fields.One2many("membership.point.move", "card_id", "Point Moves", readonly=True)
    point_lot_ids = fields.One2many("membership.point.lot", "card_id", "Point Lots", readonly=True)
    point_lot_open_ids = fields.One2many(
        "membership.point.lot",
        "card_id",
        "Points Left by Expiry",
        domain=[("remaining", ">", 0)],
        readonly=True,
    )

    _membership_points = models.Constraint(
        "CHECK (is_membership IS NOT TRUE OR (points >= 0 AND COALESCE(membership_points_owed, 0) >= 0"
        " AND (points = 0 OR COALESCE(membership_points_owed, 0) = 0)))",
        "The points of a membership card do not go below zero, and it owes none while it has some.",
    )

    @api.depends("program_id")
    def _compute_membership(self):
        for card in self:
            program = card.program_id
            card.is_membership = program.is_membership
            card.membership_code = program.membership_code

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        # sudo: only whether there are any
        if self.sudo().point_move_ids:
            raise UserError(self.env._("A card on which points were posted keeps its history: archive it."))
