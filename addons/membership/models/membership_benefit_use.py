from datetime import datetime, time, timezone
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..engine import quota as engine
from ..tools import discretion

NOON = time(12)
MOST = 1000  # of one benefit at a time


class MembershipBenefit(models.Model):
    """Using and booking benefits: never more than there is, also from many sessions at once (invariants)."""

    # one concern a file
    _inherit = "membership.benefit"  # pylint: disable=consider-merging-classes-inherited

    def use(self, card, date=None, quantity=1, key=None, companions=0, note=None):
        """Use a benefit on a day; a day or time to come books it.

        :param card: a ``loyalty.card``
        :param date: a day, or a time in UTC; now by default
        :param key: the same key with the same content returns the first use, and uses nothing more
        :return: the ``membership.benefit.usage``
        :raise AccessError: the user may not use benefits, or may not read the card
        :raise UserError: the card is not entitled to it, or there is too little left; the text says why
        """
        return self._take(card, date, quantity, key, companions, note)

    def book(self, card, date, quantity=1, key=None, companions=0, note=None):
        """Book a benefit for a day or time to come; see ``use``.

        :raise UserError: also when it lies in the past
        """
        return self._take(card, date, quantity, key, companions, note, book=True)

    def _take(self, card, date, quantity, key, companions, note, book=False):
        self.ensure_one()
        self._check_may_use(card)
        self._check_number(quantity, 1)
        self._check_number(companions, 0)
        now = fields.Datetime.now()
        day, starts_at = self._to_moment(date)
        today, _at = self._to_moment(now)
        owner = card._membership_quota_owner(self)
        (card | owner._membership_quota_cards())._membership_lock()
        same = self._find_same(card, day, quantity, key, companions)
        if same:
            return same
        if starts_at is None:
            starts_at = now if day == today else self._to_noon(day)
        ahead = day > today or starts_at > now
        if book and not ahead and (day < today or isinstance(date, datetime)):
            raise UserError(
                self.env._("%(day)s is past: only what is to come can be booked.", day=self._say_day(day))
            )
        notice = (starts_at - now).total_seconds() / 3600 if ahead else None
        found = self._get_granted(card, day, quantity, companions, notice)
        # sudo: users write no uses by hand; the right was checked, and all that was to be checked
        usage = (
            self.env["membership.benefit.usage"]
            .sudo()
            .create(
                {
                    "benefit_id": self.id,
                    "card_id": card.id,
                    "owner_id": owner.id,
                    "company_id": self.company_id.id,
                    "date": day,
                    "starts_at": starts_at,
                    "period_start": found.period.first,
                    "period_end": found.period.last,
                    "quota": self.quota,
                    "quantity": quantity,
                    "companions": companions,
                    "state": "booked" if ahead or book else "used",
                    "key": key or False,
                    "note": note or False,
                }
            )
        )
        usage._explain(
            "benefit", "benefit_granted", self.code, self.code, self._prepare_facts(found, owner, quantity)
        )
        return usage.with_env(self.env)

    def _get_granted(self, card, day, quantity, companions=0, notice=None):
        """Return the ``Entitlement`` of a card by which so many can be used on a day.

        :param notice: hours until then; None: it is taken at once or was
        :raise UserError: they cannot; the text says why
        """
        self._check_card(card | card._membership_quota_owner(self), day)
        found = self._get_entitlement(card, day)
        if found.because != "granted":
            raise UserError(self._say_refused(self._say_entitlement(card, found)))
        refusal = engine.refusal_of(
            engine.Offer(self.quota, self.companions, self.advance_hours),
            engine.Request(quantity, companions, notice),
            found.used,
        )
        if refusal:
            raise UserError(self._say_refused(self._say_refusal(refusal, found, quantity)))
        return found

    def _prepare_facts(self, found, owner, quantity):
        """Return on what it was decided, plain values."""
        # sudo: the tier decides, whatever the user may read
        tier = owner.sudo().membership_tier_id
        # the desk reads why a benefit was granted: that the assets reach the minimum, not how much they are
        is_secret = self.min_measure in discretion.CONFIDENTIAL
        return {
            "benefit_tier": tier.code or None,
            "benefit_value": None if is_secret else found.value,
            "benefit_minimum": self.min_value if is_secret else None,
            "benefit_quota": self.quota or None,
            "benefit_used": found.used,
            "benefit_left": None if found.left is None else found.left - quantity,
        }

    # Checks
    def _check_may_use(self, card):
        """Refuse users without the right, and cards that are none of theirs."""
        if not self.env.su and not self.env.user.has_group("membership.group_user"):
            raise AccessError(self.env._("Only the membership desk uses benefits."))
        self.check_access("read")
        card.ensure_one()
        card.check_access("read")
        if not self.active:
            raise UserError(self._say_refused(self.env._("It is not offered on this day.")))
        if not card.is_membership or (card.company_id and card.company_id != self.company_id):
            raise UserError(self._say_refused(self.env._("The card is no membership card of this company.")))

    def _check_number(self, number, least):
        """Refuse what is no whole number from ``least``."""
        if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= MOST:
            raise UserError(
                self.env._(
                    "“%(benefit)s”: enter a whole number from %(least)s to %(most)s.",
                    benefit=self.name,
                    least=least,
                    most=f"{MOST:,}",
                )
            )

    def _check_card(self, cards, day):
        """Refuse cards that are frozen, expired or on the blacklist, or do not hold on a day."""
        # sudo: the state of the main card counts, also where the user sees only the family card
        for card in cards.sudo():
            labels = dict(card._fields["membership_state"]._description_selection(self.env))
            if not card.active or card.membership_state != "active":
                raise UserError(
                    self.env._(
                        "Card %(card)s is not active: %(state)s.",
                        card=card.code,
                        state=labels[card.membership_state] if card.active else self.env._("archived"),
                    )
                )
            if card.membership_valid_until and day > card.membership_valid_until:
                raise UserError(
                    self.env._(
                        "Card %(card)s is valid until %(day)s only.",
                        card=card.code,
                        day=self._say_day(card.membership_valid_until),
                    )
                )

    def _find_same(self, card, day, quantity, key, companions):
        """Return the use that was made with the same key before, or nothing.

        :raise UserError: the key was given to something else
        """
        Usage = self.env["membership.benefit.usage"]
        if not key:
            return Usage
        # sudo: a key is one in the company, whatever the user may see
        same = Usage.sudo().search([("company_id", "=", self.company_id.id), ("key", "=", key)])
        if same and (same.benefit_id, same.card_id, same.date, same.quantity, same.companions) != (
            self,
            card,
            day,
            quantity,
            companions,
        ):
            raise UserError(self.env._("The key %(key)s was used for something else already.", key=key))
        return same.with_env(self.env)

    def _to_noon(self, day):
        """Return noon of a day where the company is, in UTC."""
        # sudo: only the company's time zone
        zone = ZoneInfo(self.company_id.sudo()._service_tz())
        return datetime.combine(day, NOON, zone).astimezone(timezone.utc).replace(tzinfo=None)

    # Sentences
    def _say_day(self, day):
        return format_date(self.env, day)

    def _say_refused(self, because):
        return self.env._("“%(benefit)s” cannot be used: %(because)s", benefit=self.name, because=because)

    def _say_refusal(self, code, found, quantity):
        """Return why the engine refused it."""
        if code == "companions":
            return self.env._("At most %(most)s companions are allowed.", most=self.companions)
        if code == "notice":
            return self.env._("It has to be booked %(hours)s hours ahead.", hours=f"{self.advance_hours:g}")
        if found.left:
            return self.env._(
                "%(quantity)s are asked for. %(left)s", quantity=quantity, left=self._say_left(found)
            )
        return self._say_left(found)
