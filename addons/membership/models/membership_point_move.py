from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import append_only

#: what the database keeps as it was booked (decisions 13)
CONTENT = (
    *("card_id", "company_id", "kind", "points", "earned", "date", "day", "key", "reversed_move_id"),
    *("reversed_points", "res_model", "res_id", "balance_after", "owed_after"),
)


class MembershipPointMove(models.Model):
    """A change of a card's points, with its cause: the ledger, of which every balance is the sum (P1).

    One cause, one move: what a sale order earns and what it spends are two. Moves are never changed or deleted;
    what was wrong is taken back by another move.
    """

    _name = "membership.point.move"
    _description = "Point Move"
    _order = "id desc"
    _rec_name = "kind"

    card_id = fields.Many2one("loyalty.card", required=True, readonly=True, index=True, ondelete="restrict")
    program_id = fields.Many2one(related="card_id.program_id")
    partner_id = fields.Many2one("res.partner", "Member", readonly=True, index="btree_not_null")
    company_id = fields.Many2one("res.company", readonly=True, index="btree_not_null", ondelete="restrict")
    kind = fields.Selection(
        [
            ("opening", "Opening Balance"),
            ("earn", "Earned"),
            ("redeem", "Redeemed"),
            ("reserve", "Reserved"),
            ("release", "Released"),
            ("return", "Return"),
            ("expire", "Expired"),
            ("adjust", "Adjustment"),
            ("merge", "Merged Cards"),
        ],
        required=True,
        readonly=True,
    )
    points = fields.Float(digits=(16, 2), required=True, readonly=True, help="Change of the balance.")
    earned = fields.Float(
        "Counts for Tiers",
        digits=(16, 2),
        readonly=True,
        help="What it adds to the points that a member has earned. Spending them takes nothing from that.",
    )
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    day = fields.Date(required=True, readonly=True, help="The day of the company's members.")
    # what people wrote can be taken out for somebody who is to be forgotten (decisions 17)
    reason = fields.Char(readonly=True)
    key = fields.Char(readonly=True, help="Names the cause once and for all: the same key is booked once.")
    reversed_move_id = fields.Many2one(
        "membership.point.move", "Takes Back", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    reversed_points = fields.Float(
        "Of That",
        digits=(16, 2),
        readonly=True,
        help="How much of the other move it takes back, whether or not that much was there.",
    )
    reversal_ids = fields.One2many(
        "membership.point.move", "reversed_move_id", "Taken Back By", readonly=True
    )
    hold_state = fields.Selection(
        [("held", "Held"), ("committed", "Used"), ("released", "Released")], "Reservation", readonly=True
    )
    res_model = fields.Char("Document Model", readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", readonly=True)
    balance_after = fields.Float("Balance", digits=(16, 2), readonly=True, aggregator=None)
    owed_after = fields.Float("Owed", digits=(16, 2), readonly=True, aggregator=None)
    allocation_ids = fields.One2many("membership.point.allocation", "move_id", "Lots", readonly=True)
    lot_ids = fields.One2many("membership.point.lot", "move_id", "New Lots", readonly=True)

    _key_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), key) WHERE key IS NOT NULL",
        "Points with this key were booked already, on another card.",
    )
    _document_idx = models.Index("(res_model, res_id) WHERE res_id IS NOT NULL")
    _statement_idx = models.Index("(card_id, id)")
    _earned_idx = models.Index("(partner_id, day) INCLUDE (earned)")

    def init(self):
        append_only.protect(self.env, self._table, CONTENT)
        append_only.protect_steps(
            self.env,
            self._table,
            ("hold_state",),
            SQL("OLD.hold_state IS DISTINCT FROM 'held' AND NEW.hold_state IS DISTINCT FROM OLD.hold_state"),
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Points that were booked stay booked: take them back instead."))

    @api.depends("kind", "points", "card_id")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for move in self:
            move.display_name = f"{kinds.get(move.kind, '')} {move.points:+.2f} · {move.card_id.code or ''}"

    def _get_document(self):
        """Return the document that caused the move as the user may see it, None where there is none."""
        self.ensure_one()
        if not self.res_id or self.res_model not in self.env:
            return None
        document = self.env[self.res_model].browse(self.res_id).exists()
        return document if document and document.has_access("read") else None

    def action_view_document(self):
        """Open the document that caused the move.

        :raise UserError: there is none, or the user may not see it
        """
        document = self._get_document()
        if not document:
            raise UserError(self.env._("There is no document that you may see."))
        return document.get_formview_action()
