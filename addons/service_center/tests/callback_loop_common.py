from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import freeze_time

from odoo.addons.service_kernel.tests.users import new_test_user

from .common import ComplaintCase


def local(text):
    """Naive UTC of a local time in Shanghai."""
    return datetime.fromisoformat(text) - timedelta(hours=8)


#: Tuesday, 2026-03-10, 10:00 in Shanghai
NOON = local("2026-03-10 10:00")


class CallbackLoopCase(ComplaintCase):
    """A company in Shanghai with a team of callers and a plan; the callbacks that they make."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "Nine to five",
                "tz": "Asia/Shanghai",
                "attendance_ids": [
                    fields.Command.create(
                        {
                            "name": "Day",
                            "dayofweek": str(day),
                            "hour_from": 9,
                            "hour_to": 17,
                            "day_period": "morning",
                        }
                    )
                    for day in range(5)
                ],
            }
        )
        cls.company.resource_calendar_id = cls.calendar
        cls.leader = new_test_user(cls.env, "sc_call_leader", "service_center.group_user")
        cls.team = cls.env["service.team"].create(
            {
                "name": "Callers",
                "code": "t_callers",
                "leader_id": cls.leader.id,
                "member_ids": [fields.Command.set((cls.user | cls.colleague).ids)],
            }
        )
        cls.plan = cls.env["service.callback.plan"].create(
            {
                "name": "After the repair",
                "code": "t_after_repair",
                "trigger": "manual",
                "team_id": cls.team.id,
                "problem_amount": 1,
                "problem_unit": "calendar_days",
                "second_days": 2,
            }
        )

    @classmethod
    def callback(cls, **vals):
        """Plan a callback of the caller."""
        return cls.env["service.callback"].create(
            {
                "plan_id": cls.plan.id,
                "partner_id": cls.customer.id,
                "team_id": cls.team.id,
                "user_id": cls.user.id,
                **vals,
            }
        )

    def make(self, result="fine", user=None, at=None, callback=None, vals=None, **said):
        """Make a call; return the callback as the caller sees it."""
        callback = callback or self.callback(**({"user_id": user.id} if user else {}), **(vals or {}))
        callback = callback.with_user(user or callback.user_id or self.user)
        if at:
            with freeze_time(at):
                callback._finish(result, **said)
        else:
            callback._finish(result, **said)
        return callback

    @classmethod
    def make_survey(cls):
        """Return a questionnaire and its questions: a fact, an opinion, what may change, a mark, a text."""
        survey = cls.env["survey.survey"].create({"title": "Repair"})
        Question = cls.env["survey.question"]

        def ask(title, kind="simple_choice", choices=("Yes", "No"), **vals):
            options = [fields.Command.create({"value": value}) for value in choices]
            return Question.create(
                {
                    "survey_id": survey.id,
                    "title": title,
                    "question_type": kind,
                    "suggested_answer_ids": options if kind.endswith("choice") else [],
                    **vals,
                }
            )

        return survey, (
            ask("Was the door mended?", service_recheck_class="must_match"),
            ask("Was the technician friendly?"),
            ask("Does it work?", service_recheck_class="may_change"),
            ask("Mark", "scale", scale_min=0, scale_max=10),
            ask("What was done?", "text_box"),
            ask("What did you buy?", "multiple_choice", ("Door", "Lock", "Key")),
        )

    @classmethod
    def answer(cls, callback, answers):
        """Record the first answers, {question: suggested answers or value}."""
        user_input = cls.env["survey.user_input"].create({"survey_id": callback.survey_id.id})
        for question, given in answers.items():
            value = given if isinstance(given, str) else given.ids
            user_input._save_lines(question, value)
        callback.sudo().answers_id = user_input

    def run_cron(self, name):
        """Run a cron, which commits, on a cursor of its own within the test's."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(f"service_center.{name}").method_direct_trigger()
        self.env.invalidate_all()
