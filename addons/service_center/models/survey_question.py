from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine import satisfaction


class SurveyQuestion(models.Model):
    """The question of a survey that asks how satisfied the customer is: its answer is Odoo's rating."""

    _inherit = "survey.question"

    service_is_satisfaction = fields.Boolean(
        "Is the Satisfaction",
        help="The answer is the customer's satisfaction, from 1 to 5. A scale counts from its lowest to its "
        "highest value. Choices that are numbers count by their number, others from the best to the worst, "
        "unless they say themselves what they count.",
    )

    @api.constrains("service_is_satisfaction", "question_type", "scale_min", "scale_max", "survey_id")
    def _check_service_satisfaction(self):
        for question in self.filtered("service_is_satisfaction"):
            if question.question_type not in ("scale", "simple_choice"):
                raise ValidationError(
                    self.env._(
                        "%(question)s: satisfaction is asked by a scale, or by choices of which one fits.",
                        question=question.title,
                    )
                )
            if len(question.survey_id.question_ids.filtered("service_is_satisfaction")) > 1:
                raise ValidationError(
                    self.env._(
                        "%(survey)s: one question asks for the satisfaction, not several.",
                        survey=question.survey_id.title,
                    )
                )

    def _get_service_scores(self):
        """Return {choice: its score from 1 to 5} of the choices that say how satisfied somebody is."""
        self.ensure_one()
        choices = self.suggested_answer_ids
        given = {choice: choice.service_score for choice in choices if choice.service_score}
        if not self.service_is_satisfaction:
            return given
        scores = satisfaction.choice_scores([choice.value or "" for choice in choices])
        return dict(zip(choices, scores, strict=True)) | given


class SurveyQuestionAnswer(models.Model):
    _inherit = "survey.question.answer"

    service_score = fields.Float(
        "Satisfaction (1–5)", digits=(3, 2), help="What this choice counts as a satisfaction. 0: nothing."
    )
    service_is_problem = fields.Boolean(
        "Is a Problem", help="A customer who chooses this has a problem: somebody takes it up."
    )

    _service_score_range = models.Constraint(
        "CHECK (service_score IS NULL OR service_score = 0 OR service_score BETWEEN 1 AND 5)",
        "What a choice counts is between 1 and 5, or 0 for nothing.",
    )


class SurveyUserInputLine(models.Model):
    _inherit = "survey.user_input.line"

    service_score = fields.Float(
        "Satisfaction (1–5)",
        compute="_compute_service_score",
        store=True,
        digits=(3, 2),
        aggregator="avg",
        help="As the scale and the choices were when it was answered. 0: none.",
    )

    @api.depends("answer_type", "value_scale", "suggested_answer_id")
    def _compute_service_score(self):
        scores = {}
        for line in self:
            question = line.question_id
            if line.answer_type == "suggestion" and question.question_type != "multiple_choice":
                if question not in scores:
                    scores[question] = question._get_service_scores()
                line.service_score = scores[question].get(line.suggested_answer_id, 0.0)
            elif line.answer_type == "scale" and question.scale_min <= line.value_scale <= question.scale_max:
                line.service_score = satisfaction.normalised(
                    line.value_scale, question.scale_min, question.scale_max
                )
            else:
                line.service_score = 0.0
