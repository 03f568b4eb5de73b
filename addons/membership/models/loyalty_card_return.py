from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .loyalty_card_account import to_points, to_units

#: what officers take back by hand; reservations are released before they are used
REVERSIBLE = ("opening", "earn", "redeem", "adjust", "reserve")


class Posted(NamedTuple):
    """A move or what takes it back, in hundredths.

    :param sign: 1 for the move, -1 for what takes it back, 1 for what takes that back, …
    :param nominal: how much of the one before it takes back; of the move itself: its points
    """

    move_id: int
    sign: int
    nominal: int
    points: int
    issued: int


class LoyaltyCard(models.Model):
    """Taking back what was posted: symmetrical, never more than there was, with the original expiry (P4).

    A move and all that takes it back, and takes that back, make a tree; what is left is the sum over it.
    """

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    def membership_reverse(self, move, reason):
        """Take back what is left of a move: what was spent comes back to the lots it came from; what was
        earned goes, and is owed as far as it was spent.

        :return: the counter-move
        :raise UserError: it was taken back before, or is none that can be
        :raise AccessError: only officers do that
        """
        card, _units = self._membership_begin(group="membership.group_officer")
        original = move.sudo()  # sudo: only what it is
        if len(original) != 1 or original._name != "membership.point.move":
            raise UserError(self.env._("That is no move of points."))
        if original.card_id._membership_final() != card:
            raise UserError(self.env._("That is no move of the card %(card)s.", card=card.code))
        if original.kind not in REVERSIBLE or original.hold_state == "released":
            raise UserError(self.env._("A move of this kind is not taken back."))
        if original.hold_state == "held":
            raise UserError(self.env._("These points are only reserved: release them."))
        if original._get_left() <= 0:
            raise UserError(self.env._("It was taken back before."))
        counter = card._membership_return(original, reason=reason, **self._membership_caused_by())
        return card._membership_note(counter).with_env(self.env)

    def _membership_return(self, move, units=None, kind="return", **vals):
        """Take back ``units`` of a move, all that is left without them; returns the counter-move.

        This card has the lots of the move and is locked; who calls has checked the right.

        :param vals: other fields of the counter-move
        """
        card, move = self.sudo(), move.sudo()  # sudo: the steps have checked the right
        tree = move._get_tree()
        units = min(units or _left(tree), _left(tree))
        is_spending = move.points < 0
        if is_spending:
            taken = move._get_taken(tree)
            account = card._membership_account([key for key, _much in taken if key])
            last = card.program_id._membership_expires_on(card._membership_day()) or None
            posting = account.give_back(taken, units, card._membership_day(), last)
        else:
            own = move._get_own_lots(tree)
            account = card._membership_account(own)
            posting = account.take_back(units, own, move._get_forgiven(tree, own))
        counter = card._membership_store(
            account,
            posting,
            kind,
            reversed_move_id=move.id,
            returned=to_points(units),
            earned=to_points(units if move.earned < 0 else -units if move.earned > 0 else 0),
            **vals,
        )
        card._membership_store_expiry(account)
        # what is taken back reaches nothing that Odoo would write to the member about
        card.with_context(loyalty_no_mail=True)._membership_write_balance(account)
        return counter


class MembershipPointMove(models.Model):
    # what is left of a move is one concern with taking it back
    _inherit = "membership.point.move"  # pylint: disable=consider-merging-classes-inherited

    def _set_hold_state(self, state):
        """A reservation is used or released: once, the database sees to it."""
        self.write({"hold_state": state})

    def _get_left(self):
        """Return how many hundredths of this move were not taken back."""
        return _left(self._get_tree())

    def _get_tree(self):
        """Return [``Posted``] of this move and what takes it back, in their order."""
        self.ensure_one()
        rows = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE tree AS (
                    SELECT id, 1 AS sign FROM membership_point_move WHERE id = %s
                     UNION ALL
                    SELECT m.id, -t.sign FROM membership_point_move m JOIN tree t ON m.reversed_move_id = t.id
                )
                SELECT t.id, t.sign, m.returned, m.points, COALESCE(SUM(l.issued), 0)
                  FROM tree t JOIN membership_point_move m ON m.id = t.id
                  LEFT JOIN membership_point_lot l ON l.move_id = m.id
                 GROUP BY t.id, t.sign, m.returned, m.points ORDER BY t.id
                """,
                self.id,
            )
        )
        return [
            Posted(key, sign, to_units(returned or abs(points)), to_units(points), to_units(issued))
            for key, sign, returned, points, issued in rows
        ]

    def _get_changes(self, tree):
        """Return [(lot id, hundredths)] of what the moves of a tree did to lots, but for debts."""
        rows = self.env.execute_query(
            SQL(
                "SELECT lot_id, points FROM membership_point_allocation"
                " WHERE move_id = ANY(%s) AND is_settlement IS NOT TRUE ORDER BY id",
                [posted.move_id for posted in tree],
            )
        )
        return [(key, to_units(points)) for key, points in rows]

    def _get_taken(self, tree):
        """Return [(lot id, hundredths)] of what this spending took and was not given back; None: was owed."""
        taken, changes = {}, self._get_changes(tree)
        for key, change in changes:
            taken[key] = taken.get(key, 0) - change
        owed = sum(change for _key, change in changes) - sum(posted.points for posted in tree)
        return [(key, much) for key, much in [*taken.items(), (None, owed)] if much > 0]

    def _get_own_lots(self, tree):
        """Return the ids of the lots into which the points of this move came.

        Not those from which others took it back, and that were given back to since: they only helped out.
        """
        given = {key for key, change in self._get_changes(tree[:1]) if change > 0}
        return given | set(self.lot_ids.ids)

    def _get_forgiven(self, tree, own):
        """Return how many hundredths of what came in by this move are gone without being taken back.

        They expired since, or were gone already when it gave them back; less what was forgiven before.
        """
        ((expired,),) = self.env.execute_query(
            SQL(
                "SELECT COALESCE(-SUM(a.points), 0) FROM membership_point_allocation a"
                " JOIN membership_point_move m ON m.id = a.move_id"
                " WHERE a.lot_id = ANY(%s) AND m.kind = 'expire' AND m.id > %s",
                sorted(own),
                self.id,
            )
        )
        # what a move took back less than it is said to, was forgiven
        spared = sum(posted.sign * (posted.nominal - abs(posted.points)) for posted in tree)
        return max(to_units(expired) + spared, 0)


def _left(tree):
    """Return what is left of the first move of a tree."""
    return sum(posted.sign * posted.nominal for posted in tree)
