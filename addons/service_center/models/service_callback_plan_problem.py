from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ServiceCallbackPlan(models.Model):
    """Problems that are settled on the very day (DECO-ISSUE-01)."""

    # one concern a file
    _inherit = "service.callback.plan"  # pylint: disable=consider-merging-classes-inherited

    problem_same_day = fields.Boolean(
        "Problems Settled the Same Day", help="Until the end of the day on which the customer told it."
    )

    @api.constrains("problem_amount", "problem_unit")
    def _check_problem_days(self):
        for plan in self:
            if plan.problem_unit.endswith("days") and plan.problem_amount != int(plan.problem_amount):
                raise ValidationError(
                    self.env._("%(plan)s: problems are settled within whole days.", plan=plan.name)
                )

    def _get_problem_deadline(self, found_at, team):
        """Return until when a problem that was found at ``found_at`` is settled, False without a limit.

        :param team: whose working hours count; empty: the company's
        """
        self.ensure_one()
        amount, unit = self.problem_amount, self.problem_unit
        if self.problem_same_day:
            amount, unit = 0, "calendar_days"
        elif not amount:
            return False
        if unit.endswith("days"):
            amount = int(amount)
        # sudo: a deadline is told to everybody, also to who may not read the hours behind it
        calendar = (team.sudo().calendar_id or self.company_id.sudo().resource_calendar_id).sudo()
        return calendar._service_due(found_at, amount, unit, self.company_id)
