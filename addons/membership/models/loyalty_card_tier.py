from odoo import api, fields, models

from ..tools import discretion
from .membership_plan import MEASURES


class LoyaltyCard(models.Model):
    """The tier on the card, and how far it is to the next one."""

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    membership_tier_id = fields.Many2one(
        "membership.tier", "Tier", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    membership_next_text = fields.Char("Next Tier", compute="_compute_membership_next_text")
    membership_benefit_text = fields.Text("Benefits of the Tier", related="membership_tier_id.description")

    @api.model_create_multi
    def create(self, vals_list):
        """Who joins has the tier that everybody has, or what the measure says, from the beginning."""
        cards = super().create(vals_list)
        if members := cards.filtered("is_membership").partner_id:
            members._membership_judge_at_once([measure for measure, _label in MEASURES])
        return cards

    @api.depends("membership_tier_id", "partner_id", "points")
    @api.depends_context("lang", "uid")
    def _compute_membership_next_text(self):
        """How far it is to the next tier; the desk reads only its name where the plan measures assets."""
        standings = self._membership_standings()
        for card in self:
            standing = standings.get((card.partner_id.id, card.program_id.id))
            if not standing:
                card.membership_next_text = False
                continue
            # the portal shows members their own card in superuser mode
            tells = discretion.may_tell(self.env, standing.plan_id.measure)
            tier, missing = standing._get_next(tells)
            card.membership_next_text = tier.name
            if tier and tells:
                card.membership_next_text = self.env._(
                    "%(missing)s to %(tier)s",
                    missing=card._membership_format(missing),
                    tier=tier.name,
                )

    def _membership_standings(self):
        """Return {(partner id, program id): standing in the plan of tiers}, in superuser mode."""
        # sudo: the standing is shown to whoever sees the card
        found = (
            self.env["membership.standing"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", self.partner_id.ids),
                    ("plan_id.program_id", "in", self.program_id.ids),
                    ("plan_id.kind", "=", "tier"),
                    ("plan_id.state", "=", "active"),
                ]
            )
        )
        return {(one.partner_id.id, one.plan_id.program_id.id): one for one in found}

    def _membership_measured(self, measure, day):
        """Return what is measured of the member on a day, None if it is not known.

        Assets: what is known last; others: of the calendar year up to the day.
        """
        self.ensure_one()
        plan = self.env["membership.plan"].new(
            {
                "measure": measure,
                "program_id": self.program_id.id,
                "company_id": self.program_id._membership_company().id,
            }
        )
        first = None if measure == "assets" else day.replace(month=1, day=1)
        # sudo: what counts is decided by the benefit, which says only whether it is enough
        return plan.sudo()._measure(self.partner_id.ids, first, day).get(self.partner_id.id)

    def _membership_changed(self):  # pylint: disable=missing-return
        super()._membership_changed()
        self.partner_id._membership_judge_at_once(["points"])

    def _membership_absorb(self, other):  # pylint: disable=missing-return
        self._membership_keep_standing(other)
        super()._membership_absorb(other)
        self.partner_id._membership_judge_at_once(["points", "spend", "visits", "trips"])

    def _membership_keep_standing(self, other):
        """Of two standings in one plan the higher one stays: merging contacts takes nothing away."""
        # sudo: the outcome of merging, which Odoo lets happen
        Standing = self.env["membership.standing"].sudo()
        mine = {one.plan_id: one for one in Standing.search([("partner_id", "=", self.partner_id.id)])}
        for standing in Standing.search([("partner_id", "=", other.partner_id.id)]):
            kept = mine.get(standing.plan_id)
            if kept and standing.tier_id and standing.tier_id.threshold > (kept.tier_id.threshold or -1):
                kept.write({"tier_id": standing.tier_id.id, "kept_until": standing.kept_until})
                if standing.plan_id.kind == "tier":
                    self.sudo().membership_tier_id = standing.tier_id  # sudo: likewise
