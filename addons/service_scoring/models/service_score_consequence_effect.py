from odoo import models


class ServiceScoreConsequence(models.Model):
    """What an approved consequence brings at once: a change of grade, days off."""

    # one concern a file
    _inherit = "service.score.consequence"  # pylint: disable=consider-merging-classes-inherited

    def _take_effect(self):
        """Do what these approved consequences say, as far as a program can."""
        self.filtered(lambda one: one.kind == "grade_change")._change_grades()
        self.filtered(lambda one: one.kind == "days_off")._grant_days()

    def _change_grades(self):
        """Give the employees their new grades."""
        for one in self:
            # sudo: HR of scoring has decided; who may write employees is another question
            one.employee_id.sudo()._set_score_grade(one.grade_to_id, one)

    def _grant_days(self):
        """Give the employees their days off: the bridge to time off does it."""
