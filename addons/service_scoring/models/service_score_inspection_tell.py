from odoo import models
from odoo.tools import format_date

from odoo.addons.service_kernel.tools.numbers import say_number


class ServiceScoreInspection(models.Model):
    """Who is told about an inspection, and what."""

    # one concern a file
    _inherit = "service.score.inspection"  # pylint: disable=consider-merging-classes-inherited

    def _remind_inspectors(self):
        """Give the inspectors an activity for the day."""
        for inspection in self.filtered(lambda one: one.state == "planned"):
            # sudo: activities of colleagues; the right to plan was checked
            quiet = inspection.sudo().with_context(mail_activity_quick_update=True)
            quiet.activity_unlink(["mail.mail_activity_data_todo"])
            for user in inspection.inspector_ids:
                quiet.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=inspection.date,
                    summary=quiet.with_context(lang=user.lang or self.env.lang).env._("Inspection"),
                    user_id=user.id,
                )

    def _tell_unit(self):
        """Tell the heads of the units what was found."""
        for one in self.sudo():  # sudo: who is told
            if one.unit_manager_id.active:
                self.env["service.message"]._queue(
                    one,
                    f"score.inspection:{one.id}:submitted:{one.version}",
                    one._say_subject,
                    one._say_result,
                    users=one.unit_manager_id,
                    template="score_inspection",
                )

    def _say_subject(self, env):
        return env._("Inspection %(number)s", number=self.name)

    def _say_result(self, env):
        return env._(
            "%(place)s was inspected on %(day)s: %(count)s findings, %(points)s points.",
            place=self.department_id.display_name or self.site_id.display_name,
            day=format_date(env, self.date),
            count=self.finding_count,
            points=say_number(env, self.points),
        )

    # What it leads to
