from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..engine.points import UNIT, NotEnough
from .loyalty_card_account import to_points, to_units

#: more is a slip of the keyboard
MOST = 1e10


class LoyaltyCard(models.Model):
    """Earning, redeeming and reserving points: what people and other programs call."""

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    def membership_earn(self, points, reason, expires_on=None, key=None):
        """Give points to the member.

        :param points: above zero, at most two decimals
        :param reason: why, in words
        :param expires_on: last usable day; as the program says, if it is not given
        :param key: names the event: with the same key it is posted once
        :return: the move
        :raise UserError: the number, the day or the card is none that fits; the key stands for something else
        :raise AccessError: the user may not
        """
        card, units = self._membership_begin(points, reason)
        given = fields.Date.to_date(expires_on) if expires_on else None
        if found := card._membership_find(key, "earn", units, given):
            return found.with_env(self.env)
        day = card._membership_day()
        if given and given < day:
            raise UserError(
                self.env._("The last usable day %(day)s is past.", day=format_date(self.env, given))
            )
        account = card._membership_account()
        posting = account.earn(units, given or card.program_id._membership_expires_on(day) or None)
        move = card._membership_store(
            account,
            posting,
            "earn",
            earned=to_points(units),
            reason=reason,
            key=key or False,
            **self._membership_caused_by(),
        )
        return card._membership_finish(account, move, self.env)

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
        card, _units = self._membership_begin()
        card._membership_held(move)._set_hold_state("committed")
        return move

    def membership_release(self, move):
        """Give back what was reserved by ``move``, to its lots; returns the counter-move."""
        card, _units = self._membership_begin()
        held = card._membership_held(move)
        held._set_hold_state("released")
        counter = card._membership_return(held, kind="release", reason=held.reason)
        return card._membership_note(counter).with_env(self.env)

    def _membership_spend(self, kind, points, reason, key, **vals):
        card, units = self._membership_begin(points, reason)
        if found := card._membership_find(key, kind, -units, None):
            return found.with_env(self.env)
        if refusal := card._membership_refusal():
            raise UserError(refusal)
        account = card._membership_account()
        posting = card._membership_take(account, units)
        move = card._membership_store(account, posting, kind, reason=reason, key=key or False, **vals)
        return card._membership_finish(account, move, self.env)

    def _membership_finish(self, account, move, env):
        """Write the balance and Odoo's history; return the move for the environment of the caller."""
        self._membership_write_balance(account)
        return self._membership_note(move).with_env(env)

    def _membership_take(self, account, units):
        """Take points out of the account; returns the posting.

        :raise UserError: there are not so many
        """
        try:
            return account.spend(units)
        except NotEnough as problem:
            raise UserError(
                self.env._(
                    "The card %(card)s has %(left)s points, %(wanted)s are wanted.",
                    left=self._membership_format(to_points(problem.left)),
                    wanted=self._membership_format(to_points(units)),
                    card=self.code,
                )
            ) from None

    def _membership_begin(self, *given, group="membership.group_user"):
        """Check the right and what was given, and lock the card.

        :param given: points and reason, where there are any
        :return: the card in superuser mode, and whole hundredths
        """
        self.ensure_one()
        if not self.env.su and not self.env.user.has_group(group):
            raise AccessError(self.env._("You may not post points."))
        self.check_access("read")
        card = self.sudo()  # sudo: the right was checked, and only steps post
        if not card.is_membership:
            raise UserError(self.env._("The card %(card)s is no membership card.", card=card.code))
        if not card.active:
            raise UserError(self.env._("The card %(card)s is archived.", card=card.code))
        units = None
        if given:
            units = self._membership_units(given[0])
            if not given[1] or not isinstance(given[1], str) or not given[1].strip():
                raise UserError(self.env._("Say why the points change."))
        card._membership_lock()
        return card, units

    def _membership_units(self, points):
        """Return points that somebody gave as whole hundredths.

        :raise UserError: it is no number above zero with at most two decimals
        """
        is_number = isinstance(points, int | float) and not isinstance(points, bool)
        if is_number and 0 < points < MOST:  # what is no number compares as False
            units = to_units(points)
            if units and abs(units - points * UNIT) < 1e-4:
                return units
        raise UserError(self.env._("Give the points as a number above zero with at most two decimals."))

    def _membership_find(self, key, kind, units, expires_on):
        """Return the move that was posted with a key already, None if there is none.

        :raise UserError: the key stands for something else
        """
        if not key:
            return None
        move = self.env["membership.point.move"].search(
            [("key", "=", key), ("company_id", "=", self._membership_move_company().id)]
        )
        if not move:
            return None
        same = move.card_id == self and move.kind == kind and to_units(move.points) == units
        if same and (not expires_on or move.expires_on == expires_on):
            return move
        raise UserError(
            self.env._("The key “%(key)s” stands for other points, which were posted before.", key=key)
        )

    def _membership_refusal(self):
        """Return why nothing is redeemed from the card now, "" if it may be; extend it.

        The card is in superuser mode.
        """
        self.ensure_one()
        program, day = self.program_id, self._membership_day()
        if not self.active or not program.active:
            return self.env._("The card %(card)s is archived.", card=self.code)
        if self.expiration_date and self.expiration_date < day:
            return self.env._("The card %(card)s is no longer valid.", card=self.code)
        if not program._membership_is_redeemable(day):
            return self.env._(
                "Points of “%(program)s” are redeemed from %(first)s to %(last)s.",
                program=program.name,
                first=program.membership_redeem_from,
                last=program.membership_redeem_to,
            )
        return ""

    def _membership_held(self, move):
        """Return a reservation of this card in superuser mode.

        :raise UserError: it is none, or it was used or released before
        """
        move = move.sudo()  # sudo: only what it is
        if len(move) != 1 or move._name != "membership.point.move" or move.kind != "reserve":
            raise UserError(self.env._("That is no reservation of points."))
        if move.card_id._membership_final() != self:
            raise UserError(self.env._("That is no reservation of the card %(card)s.", card=self.code))
        move.invalidate_recordset(["hold_state"])
        if move.hold_state != "held":
            raise UserError(self.env._("Nothing is reserved any more by this move."))
        return move
