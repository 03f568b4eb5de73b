from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .service_score_rule_step import ENTERED


class ServiceScoreConsequence(models.Model):
    """What an approved consequence brings at once: a merit or demerit, a grade, days off."""

    # one concern a file
    _inherit = "service.score.consequence"  # pylint: disable=consider-merging-classes-inherited

    def _take_effect(self):
        """Do what these approved consequences say, as far as a program can."""
        self.filtered(lambda one: one._is_award())._enter_awards()
        self.filtered(lambda one: one.kind == "grade_change")._change_grades()
        self.filtered(lambda one: one.kind == "days_off")._grant_days()

    def _change_grades(self):
        """Give the employees their new grades."""
        for one in self:
            # sudo: HR of scoring has decided; who may write employees is another question
            employee = one.employee_id.sudo()
            if employee.score_grade_id != one.grade_from_id:
                raise UserError(
                    self.env._(
                        "%(consequence)s: the employee's grade is another one by now, so this step does not "
                        "follow any more. Reject it.",
                        consequence=one.display_name,
                    )
                )
            employee._set_score_grade(one.grade_to_id, one)

    def _grant_days(self):
        """Give the employees their days off: the bridge to time off does it.

        :raise UserError: they have lapsed already
        """
        for one in self:
            if one.usable_to and one.usable_to < one.company_id._score_day():
                raise UserError(
                    self.env._(
                        "%(consequence)s: the days could be used until %(day)s only. Reject it.",
                        consequence=one.display_name,
                        day=format_date(self.env, one.usable_to),
                    )
                )

    def _enter_awards(self):
        """Enter the merits and demerits that these are, dated on the last day of their ground, else today."""
        vals_list = []
        for one in self:
            kind = one.award_kind or one.kind
            # sudo: the clause that it is, as whoever decides
            rule = one.sudo().rule_id
            vals_list.append(
                {
                    "company_id": one.company_id.id,
                    "employee_id": one.employee_id.id,
                    "kind": kind,
                    "date": one.period_end or one.company_id._score_day(),
                    "rule_id": rule.id if rule.award_kind == kind else False,
                    "consequence_id": one.id,
                }
            )
        if vals_list:
            self.env["service.score.award"]._award(vals_list)

    def _is_award(self):
        """Whether an approval enters a merit or demerit."""
        self.ensure_one()
        return self.kind in ENTERED or (self.kind == "award" and bool(self.award_kind))
