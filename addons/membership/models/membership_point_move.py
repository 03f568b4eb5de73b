from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import append_only

KINDS = [
    ("opening", "Opening"),
    ("earn", "Earned"),
    ("redeem", "Redeemed"),
    ("reserve", "Reserved"),
    ("release", "Released"),
    ("return", "Returned"),
    ("expire", "Expired"),
    ("adjust", "Adjusted"),
    ("merge", "Merged"),
]
#: what the database keeps as it was posted; ``reason`` may be erased, ``hold_state`` changes once
CONTENT = (
    *("card_id", "company_id", "date", "points", "earned", "kind", "key", "expires_on", "reversed_move_id"),
    *("returned", "res_model", "res_id", "balance_after", "owed_after", "user_uid"),
)


class MembershipPointMove(models.Model):
    """A change of the points of a card, and why: a row of the ledger, never changed or deleted (P1).

    The sum of the points of a card's moves is its balance less what it owes (P2). Only the card posts moves.
    """

    _name = "membership.point.move"
    _description = "Point Move"
    _order = "id desc"

    card_id = fields.Many2one("loyalty.card", required=True, readonly=True, index=True, ondelete="restrict")
    program_id = fields.Many2one(related="card_id.program_id")
    partner_id = fields.Many2one(related="card_id.partner_id")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    date = fields.Datetime("Posted On", required=True, readonly=True, index=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    points = fields.Float(digits=(16, 2), required=True, readonly=True, help="Below zero: taken.")
    earned = fields.Float(
        "Counts as Earned",
        digits=(16, 2),
        readonly=True,
        help="What counts for tiers by earned points: not what is spent, corrected or brought over.",
    )
    expires_on = fields.Date(
        "Last Usable Day", readonly=True, help="Of the points that came in; empty: always."
    )
    key = fields.Char(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="The event of the source: it is posted once.",
    )
    reason = fields.Char(readonly=True)
    reversed_move_id = fields.Many2one(
        "membership.point.move",
        "Takes Back",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    returned = fields.Float(
        "Of Which Taken Back",
        digits=(16, 2),
        readonly=True,
        help="How much of the other move this takes back; points that expired meanwhile are not taken twice.",
    )
    reversal_ids = fields.One2many(
        "membership.point.move", "reversed_move_id", "Taken Back By", readonly=True
    )
    hold_state = fields.Selection(
        [("held", "Held"), ("committed", "Committed"), ("released", "Released")], "Reservation", readonly=True
    )
    res_model = fields.Char("Document Type", readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", readonly=True)
    balance_after = fields.Float(digits=(16, 2), readonly=True, aggregator=None)
    owed_after = fields.Float(digits=(16, 2), readonly=True, aggregator=None)
    user_id = fields.Many2one("res.users", "Posted By", readonly=True, ondelete="set null")
    # links to users may be cut by Odoo, the ledger keeps who it was (decisions 13)
    user_uid = fields.Integer(readonly=True, aggregator=None, export_string_translation=False)
    lot_ids = fields.One2many("membership.point.lot", "move_id", "Lots", readonly=True)
    allocation_ids = fields.One2many("membership.point.allocation", "move_id", "Allocations", readonly=True)

    _key_uniq = models.UniqueIndex(
        "(company_id, key) WHERE key IS NOT NULL", "Points were posted for this event already."
    )
    _document_idx = models.Index("(res_model, res_id, card_id) WHERE res_model IS NOT NULL")
    _card_date_idx = models.Index("(card_id, date, id)")
    _held = models.Constraint(
        "CHECK ((kind = 'reserve') = (hold_state IS NOT NULL))", "Only reservations are held."
    )

    def init(self):
        append_only.protect(self.env, self._table, CONTENT)
        append_only.protect_steps(
            self.env,
            self._table,
            ("hold_state",),
            SQL("OLD.hold_state IS DISTINCT FROM 'held' AND NEW.hold_state IS DISTINCT FROM OLD.hold_state"),
        )

    @api.depends("card_id", "kind", "date")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for move in self:
            move.display_name = f"{move.card_id.code} · {kinds.get(move.kind, '')}"

    def action_open_document(self):
        """Open the document that caused the move.

        :raise UserError: there is none, or the user may not see it
        """
        self.ensure_one()
        document = self.res_model in self.env and self.env[self.res_model].browse(self.res_id).exists()
        if not document or not document.has_access("read"):
            raise UserError(self.env._("There is no document that you may see."))
        return document.get_formview_action()
