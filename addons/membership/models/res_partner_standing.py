from odoo import fields, models
from odoo.tools import SQL

from ..engine.tier import window_of


class ResPartner(models.Model):
    """Where a member stands, and judging it as soon as something happens."""

    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    membership_standing_ids = fields.One2many(
        "membership.standing", "partner_id", "Standings", readonly=True, groups="membership.group_user"
    )

    def _membership_judge_at_once(self, measures):
        """Judge these members by the plans that look at one of the measures as it happens."""
        if not self.ids:
            return
        # sudo: the outcome of plans in force, whoever caused what is measured
        plans = (
            self.env["membership.plan"]
            .sudo()
            .search([("state", "=", "active"), ("judged", "=", "at_once"), ("measure", "in", list(measures))])
        )
        for plan in plans:
            day = plan.company_id._membership_day()
            members = plan._membership_cards_of(self).partner_id
            if plan.issues_cards:
                members |= plan._issue_cards(self - members, day)
            if members:
                plan._judge(sorted(members.ids), day, is_review=False)


class MembershipPlan(models.Model):
    # likewise
    _inherit = "membership.plan"  # pylint: disable=consider-merging-classes-inherited

    def _issue_cards(self, partners, day):
        """Give a card to those of these customers who reach the first tier; returns them."""
        lowest = self._sorted_tiers()[:1].threshold
        values = self._measure(partners.ids, *window_of(self.window, self.judged, day, self.window_months))
        joined = partners.filtered(lambda partner: values.get(partner.id, 0) >= lowest > 0)
        for partner in joined:
            self.program_id._membership_issue(partner)
        return joined

    def _find_buyers(self):
        """Return customers with confirmed orders who have no card yet."""
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT o.partner_id FROM sale_order o WHERE o.state = 'sale' AND o.company_id = %s"
                " AND NOT EXISTS (SELECT FROM loyalty_card c WHERE c.partner_id = o.partner_id"
                " AND c.program_id = %s AND c.active)",
                self.company_id.id,
                self.program_id.id,
            )
        )
        return self.env["res.partner"].browse(partner_id for (partner_id,) in rows)

    def _membership_cards_of(self, partners):
        """Return the cards by which these customers are members of the plan, in superuser mode."""
        # sudo: only who is a member
        return (
            self.env["loyalty.card"]
            .sudo()
            .search([("program_id", "=", self.program_id.id), ("partner_id", "in", partners.ids)])
        )
