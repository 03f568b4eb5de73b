from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Decimal

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import fixed_row
from odoo.addons.service_kernel.tools.insert_rows import insert_rows

from ..engine.points import UNIT, Account, Lot

#: where the transaction keeps which cards are being booked on, and because of what
POSTING, CAUSES = "membership_posting", "membership_causes"


def to_units(points):
    """Return points as whole hundredths; half a hundredth is rounded away from zero."""
    return int((Decimal(repr(float(points))) * UNIT).quantize(Decimal(1), ROUND_HALF_UP))


def to_points(units):
    return units / UNIT


class LoyaltyCard(models.Model):
    """How the account of a card is read, and how its postings are stored: nobody else writes the ledger."""

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    def _membership_lock(self):
        """Write the row of these cards before reading what a step depends on (invariants P2).

        Of two at once, the second is tried again by Odoo and sees what the first did.
        """
        cards = self.sudo()  # sudo: a counter that nobody sees
        fixed_row.count_on(cards, "membership_version")
        cards.invalidate_recordset(["points", "membership_points_owed", "active"], flush=False)

    def _membership_account(self, lot_ids=()):
        """Return the ``Account`` of this card, which is locked: its open lots, and also those of ``lot_ids``."""
        self.ensure_one()
        self.env["membership.point.lot"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT id, issued, remaining, expires_on FROM membership_point_lot"
                " WHERE card_id = %s AND (remaining > 0 OR id = ANY(%s))",
                self.id,
                list(lot_ids),
            )
        )
        lots = {key: Lot(to_units(issued), to_units(left), last) for key, issued, left, last in rows}
        return Account(lots, to_units(self.membership_points_owed))

    def _membership_store(self, account, posting, kind, **vals):
        """Store a posting of the account of this card: its move, its lots and what it used of others.

        :param vals: other fields of the move
        :return: the move
        """
        self.ensure_one()
        Move = self.env["membership.point.move"].sudo()  # sudo: only here the ledger is written
        now = vals.setdefault("date", self.env.cr.now())
        company = self._membership_company()
        (move_id,) = insert_rows(
            Move,
            [
                {
                    "card_id": self.id,
                    "partner_id": self.partner_id.id,
                    "company_id": self.company_id.id,
                    "kind": kind,
                    "points": to_points(posting.points),
                    "earned": 0.0,
                    "day": company._membership_day(now),
                    "balance_after": to_points(account.balance + sum(lot.remaining for lot in posting.lots)),
                    "owed_after": to_points(account.owed),
                    **vals,
                }
            ],
        )
        self._membership_store_lots(account, posting, move_id)
        self._membership_write_balance(account)
        return Move.browse(move_id)

    def _membership_store_lots(self, account, posting, move_id):
        Lots = self.env["membership.point.lot"].sudo()  # sudo: as above
        new_ids = insert_rows(
            Lots,
            [
                {
                    "card_id": self.id,
                    "move_id": move_id,
                    "issued": to_points(lot.issued),
                    "remaining": to_points(lot.remaining),
                    "expires_on": lot.expires_on or False,
                }
                for lot in posting.lots
            ],
        )
        account.lots |= dict(zip(new_ids, posting.lots, strict=True))
        keys = {-number: key for number, key in enumerate(new_ids, 1)}
        uses = [(keys.get(key, key), change) for key, change in posting.uses]
        insert_rows(
            self.env["membership.point.allocation"].sudo(),  # sudo: as above
            [{"move_id": move_id, "lot_id": key, "points": to_points(change)} for key, change in uses],
        )
        changed = sorted({key for key, _change in uses} - set(new_ids))
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
        Lots.invalidate_model(flush=False)
        self.invalidate_recordset(["point_move_ids", "point_lot_ids", "open_point_lot_ids"], flush=False)

    def _membership_write_balance(self, account):
        """Write the balance as Odoo does: its messages about points that are reached go out."""
        # sudo: the steps above have checked the right
        card = self.sudo()
        with card._membership_posting():
            card.write(
                {"points": to_points(account.balance), "membership_points_owed": to_points(account.owed)}
            )
        card._membership_changed()

    def _membership_changed(self):
        """Called after the points of these cards changed; extend it."""

    @api.model
    def _membership_units(self, points):
        """Return a number of points as whole hundredths, None where it is no such number above zero."""
        if isinstance(points, bool) or not isinstance(points, int | float):
            return None
        if not 0 < points < 1e12:  # what is no number compares as False
            return None
        units = to_units(points)
        return units if units and abs(units - points * UNIT) < 1e-4 else None

    def _membership_company(self):
        """Return whose days and languages count for a card; programs of all companies have none."""
        return self.company_id or self.env.company

    @contextmanager
    def _membership_posting(self):
        """Let points of these cards be written as they are: the ledger has booked them."""
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
    def _membership_because(self, **cause):
        """Name the cause of points that Odoo's own code writes within.

        Kept with the transaction, not in the context, which anybody can send.

        :param cause: ``kind`` of moves, ``document`` (record), ``reason``, ``give_back`` (whether points that
            come in are what the document had spent)
        """
        causes = self.env.cr.cache.setdefault(CAUSES, [])
        causes.append(cause)
        try:
            yield
        finally:
            causes.pop()

    @api.model
    def _membership_cause(self):
        causes = self.env.cr.cache.get(CAUSES)
        return causes[-1] if causes else {}
