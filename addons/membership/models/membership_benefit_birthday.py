from odoo import fields, models
from odoo.exceptions import UserError

from ..engine import birthday as engine


class MembershipBenefit(models.Model):
    """Benefits of the birthday: on the day, or on another one that was agreed before it (SALON-BDAY-01)."""

    # one concern a file
    _inherit = "membership.benefit"  # pylint: disable=consider-merging-classes-inherited

    is_birthday = fields.Boolean(
        "For the Birthday",
        help="Used on the member's birthday; on another day of the year only if that was booked before the "
        "birthday.",
    )

    def _get_granted(self, card, day, quantity, companions=0, notice=None):
        found = super()._get_granted(card, day, quantity, companions, notice)
        today, _at = self._to_moment(None)
        if self.is_birthday and not engine.is_granted(self._get_born(card), day, min(today, day)):
            raise UserError(self._say_refused(self._say_birthday(card, day)))
        return found

    def _get_born(self, card):
        # sudo: the member's birthday decides, whoever asks
        return card._membership_quota_owner(self).sudo().partner_id.membership_birthday

    def _say_birthday(self, card, day):
        return self.env._(
            "Only on the birthday, %(birthday)s; another day has to be booked before it.",
            birthday=self._say_day(engine.birthday_in(self._get_born(card), day.year)),
        )

    def _say_entitlement(self, card, found):
        benefit = found.benefit
        if found.because == "birthday":
            return self.env._("The member's birthday is not known: enter it on the contact.")
        text = super()._say_entitlement(card, found)
        if benefit.is_birthday and found.because == "granted" and found.left != 0:
            day = found.period.first or benefit._to_moment(None)[0]
            return f"{text} {benefit._say_birthday(card, day)}"
        return text


class LoyaltyCard(models.Model):
    # birthdays are one concern
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    def _membership_judge_benefit(self, benefit, day):
        because, value = super()._membership_judge_benefit(benefit, day)
        if because == "granted" and benefit.is_birthday and not benefit._get_born(self):
            return "birthday", value
        return because, value
