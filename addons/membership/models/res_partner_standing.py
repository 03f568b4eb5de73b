from odoo import fields, models


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
            cards = plan._membership_cards_of(self)
            if cards:
                plan._judge(sorted(cards.partner_id.ids), plan.company_id._membership_day(), is_review=False)


class MembershipPlan(models.Model):
    # likewise
    _inherit = "membership.plan"  # pylint: disable=consider-merging-classes-inherited

    def _membership_cards_of(self, partners):
        """Return the cards by which these customers are members of the plan, in superuser mode."""
        # sudo: only who is a member
        return (
            self.env["loyalty.card"]
            .sudo()
            .search([("program_id", "=", self.program_id.id), ("partner_id", "in", partners.ids)])
        )
