from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..engine.points import NotEnough
from .loyalty_card_account import to_points, to_units

#: what a key stands for: another one with the same key is a mistake (P3)
SAME = ("kind", "points", "expires_on")


class LoyaltyCard(models.Model):
    """Earning, redeeming and reserving points: what people and other programs call."""

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    def membership_earn(self, points, reason, expires_on=None, key=None):
        """Give points to the member.

        :param points: above zero, at most two decimals
        :param reason: why, in words
        :param expires_on: last usable day; as the program says, if it is not given
        :param key: names the cause: with the same key it is booked once
        :return: the move
        :raise UserError: the number, the day or the card is none that fits; the key stands for something else
        :raise AccessError: the user may not
        """
        units = self._membership_begin(points)
        given = fields.Date.to_date(expires_on) if expires_on else None
        if found := self._membership_find(key, "earn", units, given):
            return found
        day = self._membership_company()._membership_day()
        if given and given < day:
            raise UserError(
                self.env._("The last usable day %(day)s is past.", day=format_date(self.env, given))
            )
        if not self.active:
            raise UserError(self.env._("The card is archived."))
        account = self._membership_account()
        posting = account.earn(units, given or self.program_id._membership_last_day(day))
        return self._membership_note(
            self._membership_store(
                account, posting, "earn", earned=to_points(units), reason=reason, key=key or False
            )
        )

    def membership_redeem(self, points, reason, key=None):
        """Spend points of the member: those that expire first.

        :return: the move
        :raise UserError: there are not so many, or they cannot be redeemed now
        :raise AccessError: the user may not
        """
        return self._membership_spend("redeem", points, reason, key)

    def membership_reserve(self, points, reason, key=None):
        """Hold points for something that is to come; commit or release the move that is returned.

        :raise UserError: as for redeeming
        """
        return self._membership_spend("reserve", points, reason, key, hold_state="held")

    def membership_commit(self, move):
        """Use what was reserved by ``move``; returns it."""
        self._membership_begin()
        self._membership_held(move).write({"hold_state": "committed"})
        return move

    def membership_release(self, move):
        """Give back what was reserved by ``move``, to the lots that it came from; returns the move of that."""
        self._membership_begin()
        held = self._membership_held(move)
        held.write({"hold_state": "released"})
        return self._membership_note(self._membership_return(held, to_units(-held.points), kind="release"))

    def _membership_spend(self, kind, points, reason, key, **vals):
        units = self._membership_begin(points)
        if found := self._membership_find(key, kind, -units, None):
            return found
        if refusal := self._membership_refusal():
            raise UserError(refusal)
        self._membership_expire_due()
        account = self._membership_account()
        try:
            posting = account.spend(units)
        except NotEnough as problem:
            raise UserError(
                self.env._(
                    "There are %(left)s points on the card %(card)s, %(wanted)s are wanted.",
                    left=f"{to_points(problem.left):.2f}",
                    wanted=f"{to_points(units):.2f}",
                    card=self.code,
                )
            ) from None
        return self._membership_note(
            self._membership_store(account, posting, kind, reason=reason, key=key or False, **vals)
        )

    def _membership_begin(self, *points, group="membership.group_user"):
        """Check the right and the number, and lock the card; returns whole hundredths."""
        self.ensure_one()
        if not self.env.su and not self.env.user.has_group(group):
            raise AccessError(self.env._("You may not book points."))
        self.check_access("read")
        if not self.is_membership:
            raise UserError(self.env._("The card %(card)s is no membership card.", card=self.code))
        units = None
        if points:
            units = self._membership_units(points[0])
            if units is None:
                raise UserError(
                    self.env._("Give the points as a number above zero with at most two decimals.")
                )
        self._membership_lock()
        return units

    def _membership_find(self, key, kind, units, expires_on):
        """Return the move that is booked with a key already, None if there is none.

        :raise UserError: the key stands for something else
        """
        if not key:
            return None
        # sudo: only to find out whether it is the same
        move = (
            self.env["membership.point.move"]
            .sudo()
            .search([("key", "=", key), ("company_id", "=", self.company_id.id)])
        )
        if not move:
            return None
        same = move.card_id == self and move.kind == kind and to_units(move.points) == units
        if same and (not expires_on or move.lot_ids[:1].expires_on == expires_on):
            return move.with_env(self.env)
        raise UserError(
            self.env._("The key “%(key)s” stands for other points, which were booked before.", key=key)
        )

    def _membership_refusal(self):
        """Return why nothing is redeemed from the card now, None if it may be; extend it."""
        self.ensure_one()
        if not self.active:
            return self.env._("The card is archived.")
        # sudo: only its rule
        program = self.program_id.sudo()
        if not program._membership_is_redeemable(self._membership_company()._membership_day()):
            return self.env._(
                "Points of “%(program)s” are redeemed from %(first)s to %(last)s.",
                program=program.name,
                first=program.membership_redeem_from,
                last=program.membership_redeem_to,
            )
        return None

    def _membership_held(self, move):
        """Return a reservation of this card in superuser mode.

        :raise UserError: it is none, or it was used or released before
        """
        move = move.sudo()  # sudo: only what it is
        if len(move) != 1 or move._name != "membership.point.move" or move.card_id != self:
            raise UserError(self.env._("That is no reservation of the card %(card)s.", card=self.code))
        move.invalidate_recordset(["hold_state"])
        if move.hold_state != "held":
            raise UserError(self.env._("Nothing is reserved any more by this move."))
        return move

    def _membership_note(self, move):
        """Write what Odoo shows of a move that no document of Odoo's own caused; returns the move."""
        points = move.points
        # sudo: Odoo's display agrees with the ledger, whoever books
        self.env["loyalty.history"].sudo().create(
            {
                "card_id": self.id,
                "description": move.reason or move._fields["kind"].convert_to_export(move.kind, move),
                "issued": max(points, 0.0),
                "used": max(-points, 0.0),
            }
        )
        return move.with_env(self.env)
