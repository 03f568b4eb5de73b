from odoo import fields
from odoo.fields import Command

from .common import ComplaintCase


class CallbackDeskCase(ComplaintCase):
    """A survey with each type of question, and callbacks that ask it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Callback = cls.env["service.callback"].with_context(tracking_disable=True)
        cls.today = cls.company._service_day()
        cls.survey = cls.env["survey.survey"].create({"title": "After the repair", "access_mode": "token"})
        cls.on_time = cls.ask(
            "simple_choice", "On time?", choices=("Yes", "No", "Not at all"), constr_mandatory=True
        )
        cls.on_time.suggested_answer_ids[2].service_is_problem = True
        cls.liked = cls.ask("multiple_choice", "What was good?", choices=("Quality", "Manner", "Speed"))
        cls.grade = cls.ask(
            "simple_choice",
            "How was it?",
            choices=("Excellent", "Good", "Fair", "Poor"),
            service_is_satisfaction=True,
        )
        cls.recommend = cls.ask("scale", "Recommend us?", scale_min=0, scale_max=10)
        cls.number = cls.ask(
            "numerical_box",
            "How many days did it take?",
            validation_required=True,
            validation_min_float_value=0,
            validation_max_float_value=30,
        )
        cls.why = cls.ask(
            "text_box",
            "Why so late?",
            triggering_answer_ids=[Command.set(cls.on_time.suggested_answer_ids[1:].ids)],
        )
        cls.when = cls.ask("date", "Next service?")
        cls.moment = cls.ask("datetime", "When may we come?")
        cls.word = cls.ask("char_box", "In one word?")
        cls.matrix = cls.ask(
            "matrix",
            "Each part",
            choices=("Good", "Bad"),
            matrix_subtype="simple",
            matrix_row_ids=[Command.create({"value": "Booking"}), Command.create({"value": "Visit"})],
        )
        cls.plan = cls.env["service.callback.plan"].create(
            {
                "name": "After three days",
                "code": "t_desk",
                "trigger": "manual",
                "survey_id": cls.survey.id,
                "script": "<p>Good day!</p>",
                "purpose": "Does it work?",
            }
        )

    @classmethod
    def ask(cls, kind, title, choices=(), **vals):
        return cls.env["survey.question"].create(
            {
                "survey_id": cls.survey.id,
                "title": title,
                "question_type": kind,
                "sequence": 10 * (len(cls.survey.question_and_page_ids) + 1),
                "suggested_answer_ids": [Command.create({"value": value}) for value in choices],
                **vals,
            }
        )

    @classmethod
    def plan_callback(cls, hours=(2, 3), **vals):
        """Plan a callback that is due today.

        :param hours: when the customer likes to be called: from and until, in hours from now
        """
        callback = cls.Callback.create(
            {
                "partner_id": cls.customer.id,
                "plan_id": cls.plan.id,
                "survey_id": cls.survey.id,
                "due_date": cls.today,
                **vals,
            }
        )
        callback.write({"window_from": cls.in_hours(hours[0]), "window_to": cls.in_hours(hours[1])})
        return callback

    @classmethod
    def calling(cls, user=None, **vals):
        """Return a callback that ``user`` is making, in the user's name."""
        callback = cls.plan_callback(**vals).with_user(user or cls.user)
        callback.action_open()
        return callback

    @classmethod
    def choice(cls, question, place):
        return question.suggested_answer_ids[place].id

    def answers(self, callback):
        """Return {title: [answer as it is shown]} of a callback."""
        texts = {}
        for line in callback.sudo().answers_id.user_input_line_ids:
            texts.setdefault(line.question_id.title, []).append("" if line.skipped else line.display_name)
        return texts

    @staticmethod
    def in_hours(hours):
        return fields.Datetime.add(fields.Datetime.now(), hours=hours)
