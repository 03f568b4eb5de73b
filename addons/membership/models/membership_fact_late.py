from odoo import api, models

from ..engine import tier as engine

#: measures of plans that card use belongs to
MEASURES = ("card_use", "spend_card")


class MembershipFact(models.Model):
    """Card use of a month comes in when the month was judged already: those members are judged by it again.

    Only where a plan goes to what is measured: judged twice, one who goes down a step at a review would go
    down two.
    """

    # one concern a file
    _inherit = "membership.fact"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        facts = super().create(vals_list)
        facts._judge_again()
        return facts

    def action_reverse(self):
        counters = super().action_reverse()
        counters._judge_again()
        return counters

    def _judge_again(self):
        used = self.filtered(lambda fact: fact.measure == "card_use")
        if not used:
            return
        # sudo: the outcome of plans in force, whoever brings in what is measured
        plans = (
            self.env["membership.plan"]
            .sudo()
            .search(
                [
                    ("state", "=", "active"),
                    ("judged", "in", ("month_start", "year_start")),
                    ("measure", "in", MEASURES),
                    ("down", "=", "by_measure"),
                    ("company_id", "in", used.company_id.ids),
                ]
            )
        )
        for plan in plans:
            day = plan.company_id._membership_day()
            first, last = engine.window_of(plan.window, plan.judged, day, plan.window_months)
            late = used.filtered(
                lambda fact, plan=plan, first=first, last=last: (
                    fact.company_id == plan.company_id
                    and (not first or first <= fact.date)
                    and fact.date <= last
                )
            )
            members = plan._membership_cards_of(late.partner_id).partner_id
            if members:
                plan._judge(sorted(members.ids), day)
