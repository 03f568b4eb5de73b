from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import fixed_row
from odoo.addons.service_kernel.tools.insert_rows import insert_rows

from ..engine.points import UNIT, Account, Lot

#: where the transaction keeps which cards are being posted on, and because of what
POSTING, CAUSES = "membership_posting", "membership_causes"


def to_units(points):
    """Return points as whole hundredths; half a hundredth is rounded away from zero."""
    return int((Decimal(repr(float(points))) * UNIT).quantize(Decimal(1), ROUND_HALF_UP))


def to_points(units):
    return units / UNIT


class LoyaltyCard(models.Model):
    """How the account of a card is read, and how its postings are stored: nobody else writes the ledger.

    A step locks its cards, reads the account of each, stores postings of it, and writes the balance.
    """

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    def _membership_lock(self):
        """Write the rows of these cards before reading what a step depends on (invariants).

        Of two at once, the second is tried again by Odoo and sees what the first did.
        """
        cards = self.sudo()  # sudo: a counter that nobody sees
        fixed_row.count_on(cards, "membership_version")

    def _membership_account(self, lot_ids=()):
        """Return the ``Account`` of this card, which is locked: open lots, and also those of ``lot_ids``.

        What is due is taken out first, so that a late job makes no difference.
        """
        self.ensure_one()
        card = self.sudo()  # sudo: the steps have checked the right
        rows = self.env.execute_query(
            SQL(
                "SELECT id, issued, remaining, expires_on FROM membership_point_lot"
                " WHERE card_id = %s AND (remaining > 0 OR id = ANY(%s))",
                card.id,
                list(lot_ids),
            )
        )
        lots = {key: Lot(to_units(issued), to_units(left), last) for key, issued, left, last in rows}
        account = Account(lots, to_units(card.membership_points_owed))
        card._membership_store_expiry(account)
        return account

    def _membership_store_expiry(self, account):
        """Take out of the account what is due; the balance is written with what comes next."""
        posting = account.expire(self._membership_day())
        if posting:
            self._membership_note(self._membership_store(account, posting, "expire"))

    def _membership_expire_due(self):
        """Take what is due out of these cards, which are locked."""
        for card in self:
            account = card._membership_account()
            if account.balance != to_units(card.points):
                card._membership_write_balance(account)

    def _membership_store(self, account, posting, kind, **vals):
        """Store a posting of the account of this card: its move, its lots and what it used of others.

        :param vals: other fields of the move
        :return: the move, in superuser mode
        """
        self.ensure_one()
        Move = self.env["membership.point.move"].sudo()  # sudo: only here the ledger is written
        account_balance = account.balance + sum(lot.remaining for lot in posting.lots)
        (move_id,) = insert_rows(
            Move,
            [
                {
                    "card_id": self.id,
                    "company_id": self._membership_move_company().id,
                    "date": fields.Datetime.now(),
                    "kind": kind,
                    "points": to_points(posting.points),
                    "earned": 0.0,
                    "returned": 0.0,
                    "expires_on": posting.lots[0].expires_on or False if posting.lots else False,
                    "balance_after": to_points(account_balance),
                    "owed_after": to_points(account.owed),
                    "user_id": self.env.uid,
                    "user_uid": self.env.uid,
                    **vals,
                }
            ],
        )
        self._membership_store_lots(account, posting, move_id)
        if original := vals.get("reversed_move_id"):
            Move.browse(original).invalidate_recordset(["reversal_ids"], flush=False)
        return Move.browse(move_id)

    def _membership_store_lots(self, account, posting, move_id):
        Lots = self.env["membership.point.lot"].sudo()  # sudo: as above
        new_ids = insert_rows(
            Lots,
            [
                {
                    "card_id": self.id,
                    "company_id": self._membership_move_company().id,
                    "move_id": move_id,
                    "issued": to_points(lot.issued),
                    "remaining": to_points(lot.remaining),
                    "expires_on": lot.expires_on or False,
                }
                for lot in posting.lots
            ],
        )
        made = dict(zip(new_ids, posting.lots, strict=True))
        account.lots |= made
        at_once = [(key, lot.remaining - lot.issued) for key, lot in made.items()]
        uses = [(key, change, False) for key, change in posting.uses]
        uses += [(key, change, True) for key, change in posting.settles + at_once if change]
        insert_rows(
            self.env["membership.point.allocation"].sudo(),  # sudo: as above
            [
                {"move_id": move_id, "lot_id": key, "points": to_points(change), "is_settlement": settles}
                for key, change, settles in uses
            ],
        )
        changed = sorted({key for key, _change, _settles in uses} - set(made))
        if changed:
            self.env.cr.execute(
                SQL(
                    "UPDATE membership_point_lot l SET remaining = v.remaining"
                    " FROM (VALUES %s) AS v (id, remaining) WHERE l.id = v.id",
                    SQL(", ").join(
                        SQL("(%s, %s::numeric)", key, Decimal(account.lots[key].remaining) / UNIT)
                        for key in changed
                    ),
                )
            )
            Lots.browse(changed).invalidate_recordset(["remaining"], flush=False)
        self._membership_forget(["point_move_ids", "point_lot_ids", "point_lot_open_ids"])

    def _membership_forget(self, names):
        """Forget what the cache knows of these fields: rows were written past it."""
        self.invalidate_recordset(names, flush=False)

    def _membership_write_balance(self, account):
        """Write the balance as Odoo does: its messages about points that are reached go out."""
        # sudo: the steps have checked the right
        card = self.sudo()
        vals = {"points": to_points(account.balance)}
        if to_units(card.membership_points_owed) != account.owed:
            vals["membership_points_owed"] = to_points(account.owed)
        with card._membership_posting():
            card.write(vals)
        card._membership_changed()

    def _membership_changed(self):
        """Called when points of these cards have changed, in superuser mode; extend it.

        Not by the job that takes out what is due: it changes nothing that was earned.
        """

    def _membership_note(self, move):
        """Write what Odoo shows of a move that no document of Odoo's own caused; returns the move."""
        kinds = dict(move._fields["kind"]._description_selection(self.env))
        # sudo: Odoo's display agrees with the ledger, whoever posts
        self.env["loyalty.history"].sudo().create(
            {
                "card_id": self.id,
                "description": move.reason or kinds[move.kind],
                "issued": max(move.points, 0.0),
                "used": max(-move.points, 0.0),
            }
        )
        return move

    def _membership_day(self):
        """Return the day of the members of this card's program: it is the same for cron and people."""
        self.ensure_one()
        # sudo: only a time zone
        return self.sudo().program_id._membership_company()._membership_day()

    def _membership_move_company(self):
        """Return for whom moves of the card are booked: programs of all companies follow the document."""
        document = self._membership_cause().get("document")
        has_company = document is not None and "company_id" in document._fields
        # sudo: only which one it is
        return self.sudo().company_id or (has_company and document.sudo().company_id) or self.env.company

    def _membership_final(self):
        """Return the card that has the points of this one now: cards of merged contacts hand them over."""
        self.ensure_one()
        card = self.sudo()  # sudo: only which one it is
        while card.membership_merged_id:
            card = card.membership_merged_id
        return card

    @contextmanager
    def _membership_posting(self):
        """Let points of these cards be written as they are: the ledger has posted them."""
        cache = self.env.cr.cache
        before = cache.get(POSTING, frozenset())
        cache[POSTING] = before | set(self.ids)
        try:
            yield
        finally:
            cache[POSTING] = before

    def _membership_is_posting(self):
        self.ensure_one()
        return self.id in self.env.cr.cache.get(POSTING, ())

    @contextmanager
    def _membership_because(self, kind=None, document=None, note=None, is_spending=False):
        """Name the cause of points that Odoo's own code writes within.

        Kept with the transaction, not in the context, which anybody can send.

        :param kind: of the moves; of a document ``earn`` and ``redeem`` follow from the sign without it
        :param document: record that causes them
        :param note: why, in words
        :param is_spending: points that come in are what the document had spent, not what it earns
        """
        causes = self.env.cr.cache.setdefault(CAUSES, [])
        causes.append({"kind": kind, "document": document, "note": note, "is_spending": is_spending})
        try:
            yield
        finally:
            causes.pop()

    @api.model
    def _membership_cause(self):
        causes = self.env.cr.cache.get(CAUSES)
        return causes[-1] if causes else {}

    @api.model
    def _membership_caused_by(self):
        """Return the fields of a move that name the document which is its cause now."""
        document = self._membership_cause().get("document")
        return {"res_model": document._name, "res_id": document.id} if document else {}
