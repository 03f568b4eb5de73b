from datetime import date as day_type
from datetime import datetime, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from ..engine import quota as engine
from ..tools import discretion


class Entitlement(NamedTuple):
    """What a card has of a benefit on a day.

    ``because``: granted, tier, value, replaced, validity; ``left`` None: unlimited, 0 unless granted.
    """

    benefit: models.BaseModel
    because: str
    left: int | None
    used: int
    period: engine.Period
    value: float | None = None
    upper: models.BaseModel | None = None


class MembershipBenefit(models.Model):
    """What is left of benefits, and why (BANK-BEN, Q-29)."""

    # one concern a file
    _inherit = "membership.benefit"  # pylint: disable=consider-merging-classes-inherited

    left_text = fields.Char(
        "Left", compute="_compute_left_text", help="How much the card has left of it, and why."
    )
    left_count = fields.Integer(
        "Number Left", compute="_compute_left_text", help="-1: unlimited.", export_string_translation=False
    )

    @api.depends_context("membership_card_id", "lang", "company", "uid")
    def _compute_left_text(self):
        """Of the card that the context names: the list of benefits on its page."""
        card = self.env["loyalty.card"].browse(self.env.context.get("membership_card_id")).exists()
        found = {one["benefit"]: one for one in card._membership_benefits()} if card else {}
        for benefit in self:
            one = found.get(benefit, {"why": False, "left": 0})
            benefit.left_text = one["why"]
            benefit.left_count = -1 if one["left"] is None else one["left"]

    def action_use_dialog(self):
        """Open the dialog that uses this benefit of the card that the context names."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "membership.membership_benefit_use_wizard_action"
        )
        card = self.env.context.get("membership_card_id")
        return {**action, "context": {"default_card_id": card, "default_benefit_id": self.id}}

    def left(self, card, date=None):
        """Return how many of this benefit a card has left in the period of a day; None: unlimited.

        Who is not entitled to it has 0 left; ``_explain_left`` says why.

        :param card: a ``loyalty.card``
        :param date: a day, or a time in UTC; today by default
        """
        self.ensure_one()
        return self._get_entitlement(card, self._to_moment(date)[0]).left

    def _explain_left(self, card, date=None):
        """Return why so many are left, a sentence in the reader's language."""
        self.ensure_one()
        return self._say_entitlement(card, self._get_entitlement(card, self._to_moment(date)[0]))

    def _get_entitlement(self, card, day):
        self.check_access("read")
        benefits = card._membership_get_benefits() | self
        return card._membership_entitlements(day, benefits)[self]

    def _to_moment(self, date):
        """Return (company-local day, time in UTC or None) of what was given as a date.

        :raise UserError: it is no date
        """
        company = self.company_id or self.env.company
        # sudo: only the company's time zone
        zone = ZoneInfo(company.sudo()._service_tz())
        if date is None or date is False:
            date = fields.Datetime.now()
        if isinstance(date, str):
            try:
                date = (
                    fields.Date.to_date(date)
                    if len(date) <= len("2026-01-01")
                    else datetime.fromisoformat(date)
                )
            except ValueError:
                date = None
        if isinstance(date, datetime):
            aware = date if date.tzinfo else date.replace(tzinfo=timezone.utc)
            utc = aware.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)
            return aware.astimezone(zone).date(), utc
        if isinstance(date, day_type):
            return date, None
        raise UserError(self.env._("When? Enter a day."))

    # Sentences
    def _say_entitlement(self, card, found):
        """Return why a card has what it has of a benefit, a sentence in the reader's language."""
        benefit = found.benefit
        if found.because == "granted":
            return self._say_left(found)
        if found.because == "tier":
            tiers = ", ".join(sorted(set(benefit.sudo().tier_ids.mapped("name"))))  # sudo: names on the card
            tier = card._membership_quota_owner(benefit).sudo().membership_tier_id  # sudo: likewise
            if not tier:
                return self.env._("Only for %(tiers)s; the card has no tier.", tiers=tiers)
            return self.env._("Only for %(tiers)s; the card is %(tier)s.", tiers=tiers, tier=tier.name)
        if found.because == "value":
            labels = dict(self._fields["min_measure"]._description_selection(self.env))
            if not discretion.may_tell(self.env, benefit.min_measure):
                return self.env._(
                    "Only from %(measure)s of %(minimum)s.",
                    measure=labels[benefit.min_measure],
                    minimum=formatLang(self.env, benefit.min_value),
                )
            return self.env._(
                "Only from %(measure)s of %(minimum)s; it is %(value)s.",
                measure=labels[benefit.min_measure],
                minimum=formatLang(self.env, benefit.min_value),
                value=self.env._("not known") if found.value is None else formatLang(self.env, found.value),
            )
        if found.because == "replaced":
            return self.env._("“%(upper)s” takes its place.", upper=found.upper.name)
        if found.because == "program":
            return self.env._("It belongs to another program.")
        return self.env._("It is not offered on this day.")

    def _say_left(self, found):
        period, quota = found.period, found.benefit.quota
        if found.left is None:
            return self.env._("Unlimited.")
        if period.last is None:
            if found.left:
                return self.env._("%(left)s of %(quota)s left.", left=found.left, quota=quota)
            return self.env._("All %(quota)s are used up; there are no more.", quota=quota)
        if found.left:
            return self.env._(
                "%(left)s of %(quota)s left until %(last)s.",
                left=found.left,
                quota=quota,
                last=format_date(self.env, period.last),
            )
        return self.env._(
            "All %(quota)s are used up; the next ones from %(next)s.",
            quota=quota,
            next=format_date(self.env, engine.next_start(period)),
        )
