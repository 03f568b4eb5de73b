from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .loyalty_card_account import to_points, to_units

#: what can be taken back by hand
REVERSIBLE = ("earn", "redeem", "adjust", "opening")


class LoyaltyCard(models.Model):
    """Taking back what was booked: symmetrical, once, with the original expiry (P4)."""

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    def membership_reverse(self, move, reason):
        """Take back what is left of a move: what was spent comes back to the lots it came from; what was
        earned goes, and is owed as far as it was spent.

        :return: the counter-move
        :raise UserError: it was taken back before, or is none that can be
        :raise AccessError: only officers do that
        """
        self._membership_begin(group="membership.group_officer")
        original = move.sudo()  # sudo: only what it is
        if len(original) != 1 or original._name != "membership.point.move" or original.card_id != self:
            raise UserError(self.env._("That is no move of the card %(card)s.", card=self.code))
        if original.kind not in REVERSIBLE:
            raise UserError(self.env._("A move of this kind is not taken back."))
        left = abs(to_units(original.points)) - self._membership_returned(original)
        if left <= 0:
            raise UserError(self.env._("It was taken back before."))
        return self._membership_note(self._membership_return(original, left, reason=reason))

    def _membership_returned(self, move):
        """Return how many hundredths of a move were taken back by now."""
        ((total,),) = self.env.execute_query(
            SQL(
                "SELECT COALESCE(SUM(reversed_points), 0) FROM membership_point_move"
                " WHERE reversed_move_id = %s",
                move.id,
            )
        )
        return to_units(total)

    def _membership_return(self, move, units, kind="return", **vals):
        """Take back ``units`` of a move of this card, which is locked; returns the counter-move.

        :param vals: other fields of the counter-move
        """
        move = move.sudo()  # sudo: the steps above have checked the right
        before = self._membership_returned(move)
        taken = self._membership_taken(move)
        own = move.lot_ids.ids
        account = self._membership_account([*own, *(key for key, _much in taken if key)])
        if move.points < 0:
            posting = account.give_back(taken, units, before)
        else:
            posting = account.take_back(units, own[:1] and own[0], self._membership_forgiven(move, before))
        earned = to_units(move.earned)
        counter = self._membership_store(
            account,
            posting,
            kind,
            reversed_move_id=move.id,
            reversed_points=to_points(units),
            earned=to_points(-min(units, earned) if earned > 0 else 0),
            **vals,
        )
        self._membership_expire_due()
        return counter

    def _membership_undo_return(self, counter, **vals):
        """Book again what a return took back: its credit note is no longer posted.

        :param counter: the return
        """
        counter = counter.sudo()  # sudo: the steps above have checked the right
        taken = self._membership_taken(counter)
        account = self._membership_account(key for key, _much in taken if key)
        if counter.points > 0:
            posting = account.take(to_units(counter.points))
        else:
            posting = account.give_back(taken, to_units(-counter.points))
        return self._membership_store(
            account,
            posting,
            "return",
            reversed_move_id=counter.reversed_move_id.id,
            reversed_points=-counter.reversed_points,
            earned=-counter.earned,
            **vals,
        )

    def _membership_taken(self, move):
        """Return [(lot id, hundredths)] that a move took, in its order; None for what was owed by it."""
        taken = [
            (one.lot_id.id, to_units(-one.points))
            for one in move.allocation_ids.sorted("id")
            if one.points < 0 and one.lot_id.move_id != move
        ]
        owed = to_units(-move.points) - sum(much for _key, much in taken)
        return [*taken, *([(None, owed)] if move.points < 0 and owed > 0 else [])]

    def _membership_forgiven(self, move, returned):
        """Return how many hundredths of an earning expired, and were not spared by a return before."""
        ((expired, spared),) = self.env.execute_query(
            SQL(
                """
                SELECT (SELECT COALESCE(-SUM(a.points), 0)
                          FROM membership_point_allocation a
                          JOIN membership_point_lot l ON l.id = a.lot_id
                          JOIN membership_point_move m ON m.id = a.move_id
                         WHERE l.move_id = %(move)s AND m.kind = 'expire'),
                       (SELECT %(returned)s + COALESCE(SUM(points), 0)
                          FROM membership_point_move WHERE reversed_move_id = %(move)s)
                """,
                move=move.id,
                returned=to_points(returned),
            )
        )
        return max(to_units(expired) - to_units(spared), 0)
