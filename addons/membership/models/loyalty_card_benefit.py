from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..engine import quota as engine
from .membership_benefit_left import Entitlement


class LoyaltyCard(models.Model):
    """What a membership card is entitled to, and what is left of it."""

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    membership_main_card_id = fields.Many2one(
        "loyalty.card",
        "Main Card",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        domain="[('program_id', '=', program_id), ('membership_main_card_id', '=', False), ('id', '!=', id)]",
        help="Of a family card: the card whose shared benefits it uses.",
    )
    membership_family_ids = fields.One2many("loyalty.card", "membership_main_card_id", "Family Cards")
    membership_usage_ids = fields.One2many("membership.benefit.usage", "card_id", "Benefits Used")
    membership_benefit_ids = fields.Many2many(
        "membership.benefit", string="Benefits", compute="_compute_membership_benefit_ids"
    )
    membership_left_text = fields.Char("Benefits Left", compute="_compute_membership_left_text")

    @api.constrains("membership_main_card_id", "program_id")
    def _check_membership_main_card(self):
        for card in self.filtered("membership_main_card_id"):
            main = card.membership_main_card_id
            if main == card or main.membership_main_card_id or card.membership_family_ids:
                raise ValidationError(
                    self.env._(
                        "%(card)s: a family card belongs to a main card, which is no family card itself.",
                        card=card.code,
                    )
                )
            if main.program_id != card.program_id:
                raise ValidationError(
                    self.env._("%(card)s and its main card are of different programs.", card=card.code)
                )

    @api.depends_context("company", "lang")
    @api.depends("program_id", "membership_tier_id", "membership_usage_ids.state", "membership_main_card_id")
    def _compute_membership_benefit_ids(self):
        for card in self:
            card.membership_benefit_ids = (
                [one["benefit"].id for one in card._membership_benefits() if one["entitled"]]
                if card.is_membership
                else False
            )

    @api.depends_context("company", "lang")
    @api.depends("membership_benefit_ids")
    def _compute_membership_left_text(self):
        for card in self:
            card.membership_left_text = " · ".join(
                f"{one['benefit'].name} {self.env._('unlimited') if one['left'] is None else one['left']}"
                for one in (card._membership_benefits() if card.is_membership else [])
                if one["entitled"] and one["left"] != 0
            )

    def web_read(self, specification):
        """The list of benefits on the page of one card says what is left of them for this card."""
        shown = specification.get("membership_benefit_ids")
        if shown and len(self) == 1:
            context = shown.get("context", {}) | {"membership_card_id": self.id}
            specification = specification | {"membership_benefit_ids": shown | {"context": context}}
        return super().web_read(specification)

    def _membership_get_benefits(self):
        """Return the benefits that there are for cards of this program, whatever the tier."""
        self.ensure_one()
        mine = Domain("program_id", "=", self.program_id.id)
        if self.membership_code:
            mine |= Domain("program_id", "=", False) & Domain("membership_code", "=", self.membership_code)
        company = self.company_id or self.env.company
        return self.env["membership.benefit"].search(mine & Domain("company_id", "=", company.id))

    def _membership_benefits(self, date=None):
        """Return what this card has of every benefit of its program, in order.

        :return: [{benefit, entitled, quota (0: unlimited), left (None: unlimited), used, period_end, why}]
        """
        self.ensure_one()
        self.check_access("read")
        benefits = self._membership_get_benefits()
        day, _at = benefits._to_moment(date)
        return [
            {
                "benefit": benefit,
                "entitled": found.because == "granted",
                "quota": benefit.quota,
                "left": found.left,
                "used": found.used,
                "period_end": found.period.last,
                "why": benefit._say_entitlement(self, found),
            }
            for benefit, found in self._membership_entitlements(day, benefits).items()
        ]

    def action_membership_benefit(self):
        """Open the dialog that uses a benefit of this card."""
        self.ensure_one()
        return self._membership_dialog(
            "membership.benefit.use.wizard", self.env._("Use Benefit"), card_id=self.id
        )

    def _membership_portal_benefits(self):
        """Return what the member may use, and how much is left of it; the card is in superuser mode."""
        return super()._membership_portal_benefits() + [
            {
                "name": one["benefit"].name,
                "left": self.env._("unlimited") if one["left"] is None else one["left"],
                "until": one["period_end"] and format_date(self.env, one["period_end"]),
                "why": one["benefit"].description or "",
            }
            for one in self._membership_benefits()
            if one["entitled"]
        ]

    def _membership_absorb(self, other):
        """Family cards of the card that is archived belong to this one, or to its main card, from now on."""
        if self.membership_main_card_id == other:
            self.membership_main_card_id = False
        family = other.with_context(active_test=False).membership_family_ids - self
        family.membership_main_card_id = self.membership_main_card_id or self
        return super()._membership_absorb(other)

    # How it is decided
    def _membership_quota_owner(self, benefit):
        """Return the card whose tier, value and quota count: the main card for what the family shares."""
        self.ensure_one()
        # sudo: the main card of a family decides what its cards have, also where the user sees only these
        return (benefit.is_shared and self.sudo().membership_main_card_id.with_env(self.env)) or self

    def _membership_quota_cards(self):
        """Return all cards of whoever has these cards, also archived ones: a quota is a customer's."""
        # sudo: cards that were merged or archived count as well
        cards = self.sudo().with_context(active_test=False)
        same = Domain.OR(
            Domain("partner_id", "=", card.partner_id.id) & Domain("program_id", "=", card.program_id.id)
            for card in cards
            if card.partner_id
        )
        return (cards | cards.search(same) if any(cards.mapped("partner_id")) else cards).with_env(self.env)

    def _membership_entitlements(self, day, benefits):
        """Return {benefit: ``Entitlement``} of this card on a day; so many queries, whatever their number."""
        self.ensure_one()
        owners = {benefit: self._membership_quota_owner(benefit) for benefit in benefits}
        because, values = {}, {}
        for benefit in benefits:
            because[benefit], values[benefit] = owners[benefit]._membership_judge_benefit(benefit, day)
        replaces = {benefit.id: benefit.replaces_id.id or None for benefit in benefits}
        granted = {benefit.id for benefit in benefits if because[benefit] == "granted"}
        uses = {owner: owner._membership_read_uses() for owner in set(owners.values())}
        found = {}
        for benefit in benefits:
            period = engine.period_of(day, benefit.period)
            pool = engine.pool_of(benefit.id, replaces)
            used = sum(engine.used_in(uses[owners[benefit]][one], period) for one in pool)
            upper = engine.replaced_by(benefit.id, replaces, granted)
            code = "replaced" if because[benefit] == "granted" and upper else because[benefit]
            found[benefit] = Entitlement(
                benefit,
                code,
                engine.left_of(benefit.quota, used) if code == "granted" else 0,
                used,
                period,
                values[benefit],
                benefits.browse(upper),
            )
        return found

    def _membership_judge_benefit(self, benefit, day):
        """Return (granted, program, validity, tier or value; what was measured) of a benefit."""
        # sudo: tiers and measures decide, whatever the user may read of them
        card, benefit = self.sudo(), benefit.sudo()
        if benefit.program_id:
            if benefit.program_id != card.program_id:
                return "program", None
        elif benefit.membership_code != card.membership_code:
            return "program", None
        if (benefit.valid_from and day < benefit.valid_from) or (benefit.valid_to and day > benefit.valid_to):
            return "validity", None
        if benefit.tier_ids and not card._membership_has_tier(benefit.tier_ids):
            return "tier", None
        value = card._membership_measured(benefit.min_measure, day) if benefit.min_measure else None
        if benefit.min_measure and not engine.is_reached(value, benefit.min_value):
            return "value", value
        return "granted", value

    def _membership_has_tier(self, tiers):
        """Tell whether the card has one of these tiers; a later version of the plan keeps their codes."""
        self.ensure_one()
        codes = {(tier.plan_id.code, tier.code) for tier in tiers}
        mine = self.membership_tier_id
        if (mine.plan_id.code, mine.code) in codes:
            return True
        standings = self.env["membership.standing"].search(
            [("partner_id", "=", self.partner_id.id), ("plan_id.kind", "=", "class")]
        )
        return bool(self.partner_id and codes & {(one.plan_id.code, one.tier_id.code) for one in standings})

    def _membership_read_uses(self):
        """Return {benefit id: [``Use``]} of whoever has this card, without what was cancelled."""
        self.ensure_one()
        uses = defaultdict(list)
        # sudo: what was used counts, whatever the user may see
        rows = (
            self.env["membership.benefit.usage"]
            .sudo()
            ._read_group(
                [("owner_id", "in", self._membership_quota_cards().ids), ("state", "!=", "cancelled")],
                ["benefit_id", "date:day"],
                ["quantity:sum"],
            )
        )
        for benefit, day, quantity in rows:
            uses[benefit.id].append(engine.Use(day, quantity))
        return uses
