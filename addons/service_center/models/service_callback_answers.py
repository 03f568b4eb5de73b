import math

from odoo import fields, models
from odoo.exceptions import ValidationError

from odoo.addons.service_kernel.engine.texts import clean
from odoo.addons.service_kernel.models.service_text_mixin import TEXT_LIMITS

from ..engine import satisfaction

#: types of questions whose answer is one value
SIMPLE = ("char_box", "text_box", "numerical_box", "scale", "date", "datetime")
CHOICES = ("simple_choice", "multiple_choice")


class ServiceCallback(models.Model):
    """The answers to a callback's questions: checked, then written as those of an Odoo survey.

    Callers have no rights on surveys (decisions 21): who may change the callback may answer it through here.
    Answers are {question id: value}: a text, number, date (``2026-03-01``) or time in UTC
    (``2026-03-01 08:00:00``); the id of a choice, or a list of them; for a matrix {row id: column ids}.
    """

    # one concern a file: together they would be too long to read
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    def _save_answers(self, answers, recheck=None):
        """Write the answers of the customer as one set of answers of the survey.

        :param answers: {question id: value}
        :param recheck: what asks again; its set is a second one, and the callback keeps its own
        :return: the ``survey.user_input``, in sudo; none if nothing is asked
        :raise ValidationError: an answer that is required is missing, or one is not possible
        """
        self.ensure_one()
        self.check_access("write")
        values, problems = self._read_answers(answers)
        if problems:
            raise ValidationError("\n".join(problems.values()))
        # sudo: callers have no rights on surveys; they answer the questions of callbacks that they may change
        callback = self.sudo()
        user_input = callback.env["survey.user_input"]
        if not callback.survey_id:
            return user_input
        user_input = user_input.create(callback._prepare_answers_vals(recheck))
        lines = [
            vals
            for question in callback._get_questions()
            if question.id in values
            for vals in user_input._get_service_lines(question, values[question.id])
        ]
        user_input.user_input_line_ids.create(lines)
        if recheck is None:
            callback.answers_id = user_input
        return user_input

    def _prepare_answers_vals(self, recheck):
        now = fields.Datetime.now()
        return {
            "survey_id": self.survey_id.id,
            "partner_id": self.partner_id.id,
            "state": "done",
            "start_datetime": self.opened_at or now,
            "end_datetime": now,
            "service_callback_id": self.id,
            "service_is_recheck": recheck is not None,
        }

    def _get_questions(self):
        """Return the questions that are asked, in sudo and in their order."""
        self.ensure_one()
        # sudo: callers have no rights on surveys; they read the questions that they ask
        return self.sudo().survey_id.question_ids

    # Reading
    def _read_answers(self, answers):
        """Return ({question id: value as it is stored}, {question id: what is wrong with it}).

        Questions that are asked only after certain answers are left out unless one of these was given.
        Values of questions that were asked but not answered are None.
        """
        questions = self._get_questions()
        try:
            given = {int(key): value for key, value in (answers or {}).items()}
        except (AttributeError, TypeError, ValueError):
            given = {0: answers}
        if given.keys() - set(questions.ids):
            raise ValidationError(
                self.env._("The questions were changed meanwhile. Please load the page again.")
            )
        values, problems, chosen = {}, {}, set()
        for question in questions:
            triggers = question.triggering_answer_ids
            if triggers and not chosen & set(triggers.ids):
                continue
            value, problem = self._read_answer(question, given.get(question.id))
            values[question.id] = value
            if problem:
                problems[question.id] = f"{question.title}: {problem}"
            elif question.question_type in CHOICES:
                chosen |= set(value or [])
        return values, problems

    def _read_answer(self, question, answer):
        """Return (value as it is stored, what is wrong with it)."""
        reader = {
            "simple_choice": self._read_choices,
            "multiple_choice": self._read_choices,
            "matrix": self._read_matrix,
            "scale": self._read_scale,
            "numerical_box": self._read_number,
        }.get(question.question_type, self._read_text)
        empty = answer in (None, False, "", [], {}) or (isinstance(answer, str) and not answer.strip())
        try:
            value = None if empty else reader(question, answer)
        except (TypeError, ValueError, OverflowError, AttributeError):
            return None, question.validation_error_msg or self.env._("this answer is not possible.")
        if value is None:
            missing = question.constr_error_msg or self.env._("an answer is required.")
            return None, missing if question.constr_mandatory else None
        if (
            question.question_type == "matrix"
            and question.constr_mandatory
            and len(value) < len(question.matrix_row_ids)
        ):
            return value, question.constr_error_msg or self.env._("every line needs an answer.")
        if question.question_type in ("matrix", *CHOICES):
            return value, None
        return value, next(iter(question.validate_question(value).values()), None)

    def _read_choices(self, question, answer):
        values = [int(one) for one in (answer if isinstance(answer, list) else [answer])]
        if not set(values) <= set(question.suggested_answer_ids.ids):
            raise ValueError("no choice of this question")
        if question.question_type == "simple_choice" and len(values) > 1:
            raise ValueError("several of which one is possible")
        return values

    def _read_matrix(self, question, answer):
        rows = set(question.matrix_row_ids.ids)
        value = {}
        for row, columns in answer.items():
            columns = [int(one) for one in (columns if isinstance(columns, list) else [columns])]
            if int(row) not in rows or not set(columns) <= set(question.suggested_answer_ids.ids):
                raise ValueError("no choice of this question")
            if question.matrix_subtype == "simple" and len(columns) > 1:
                raise ValueError("several of which one is possible")
            if columns:
                value[int(row)] = columns
        return value or None

    def _read_scale(self, question, answer):
        value = int(answer)
        if not question.scale_min <= value <= question.scale_max:
            raise ValueError("outside of the scale")
        return str(value)  # Odoo takes 0 as a number for no answer

    def _read_number(self, question, answer):
        value = float(answer)
        if not math.isfinite(value):
            raise ValueError("no number")
        return str(value)

    def _read_text(self, question, answer):
        text = clean(answer).strip()
        kind = "char" if question.question_type == "char_box" else "text"
        if len(text) > TEXT_LIMITS[kind]:
            raise ValueError("too long")
        return text

    # What answers say
    def _get_answered_satisfaction(self, values):
        """Return the key of the satisfaction that checked answers tell, False if none does."""
        self.ensure_one()
        question = self._get_questions().filtered("service_is_satisfaction")[:1]
        value = values.get(question.id)
        if not value:
            return False
        if question.question_type == "scale":
            score = satisfaction.normalised(int(value), question.scale_min, question.scale_max)
        else:
            score = {choice.id: score for choice, score in question._get_service_scores().items()}[value[0]]
        return score > 0 and satisfaction.grade(score)

    def _has_problem_answer(self, values):
        """Whether checked answers name a problem."""
        self.ensure_one()
        choices = self._get_questions().filtered(lambda question: question.question_type in CHOICES)
        problems = choices.suggested_answer_ids.filtered("service_is_problem")
        chosen = {choice for question in choices for choice in values.get(question.id) or []}
        return bool(chosen & set(problems.ids))

    def _get_result_of_answers(self, satisfaction_key, values):
        """Return the result that answers alone tell: a dissatisfied customer has a problem."""
        bad = satisfaction_key and satisfaction.is_bad(float(satisfaction_key))
        return "problem" if bad or self._has_problem_answer(values) else "fine"


class SurveyUserInput(models.Model):
    # the answers of a callback are one concern, whoever stores them
    _inherit = "survey.user_input"  # pylint: disable=consider-merging-classes-inherited

    service_callback_id = fields.Many2one(
        "service.callback", "Callback", readonly=True, index="btree_not_null", ondelete="set null"
    )
    service_is_recheck = fields.Boolean("Asked Again to Check", readonly=True)

    def _get_service_lines(self, question, value):
        """Return the values of the lines that store a checked answer; None was not answered."""
        self.ensure_one()
        if question.question_type in SIMPLE:
            return [self._get_line_answer_values(question, value, question.question_type)]
        if question.question_type == "matrix":
            rows = value or {question.matrix_row_ids[:1].id: [False]}
            return [
                {**self._get_line_answer_values(question, column, "suggestion"), "matrix_row_id": row}
                for row, columns in rows.items()
                for column in columns
            ]
        return [self._get_line_answer_values(question, choice, "suggestion") for choice in value or [False]]

    def _get_service_values(self):
        """Return {question id: value} of a set of answers, as ``service.callback`` reads them."""
        self.ensure_one()
        values = {}
        for line in self.user_input_line_ids.filtered(lambda line: not line.skipped):
            question = line.question_id
            if line.answer_type != "suggestion":
                if question.question_type in SIMPLE:
                    values[question.id] = str(line._get_answer_value())
            elif question.question_type == "matrix":
                rows = values.setdefault(question.id, {})
                rows.setdefault(line.matrix_row_id.id, []).append(line.suggested_answer_id.id)
            else:
                values.setdefault(question.id, []).append(line.suggested_answer_id.id)
        return values
