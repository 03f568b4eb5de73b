from odoo import api, fields, models
from odoo.tools import SQL

from ..models.service_callback import RESULTS
from ..models.service_callback_plan import CHANNELS


class ServiceCallbackAnswer(models.Model):
    """One row per answer to a question of a callback (decisions 21).

    A view of the database: re-checks are second sets of answers and not in it, nor are questions that were
    left out. Days are those of the company's time zone.
    """

    _name = "service.callback.answer"
    _description = "Answer of a Callback"
    _inherit = ["service.analysis.mixin"]
    _auto = False
    _order = "done_on desc, id desc"
    _rec_name = "question_id"
    _depends = {
        "service.callback": [
            *("company_id", "partner_id", "plan_id", "product_id", "team_id", "user_id", "channel"),
            *("done_at", "result", "answers_id", "state"),
        ],
        "survey.user_input.line": [
            *("user_input_id", "question_id", "survey_id", "skipped", "answer_type", "suggested_answer_id"),
            *("matrix_row_id", "value_char_box", "value_text_box", "value_numerical_box", "value_scale"),
            *("value_date", "value_datetime", "service_score"),
        ],
        "survey.question.answer": ["value", "service_is_problem"],
        "res.company": ["resource_calendar_id", "partner_id"],
        "resource.calendar": ["tz"],
        "res.partner": ["tz"],
    }

    callback_id = fields.Many2one("service.callback", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    survey_id = fields.Many2one("survey.survey", "Questions", readonly=True)
    question_id = fields.Many2one("survey.question", readonly=True)
    matrix_row_id = fields.Many2one("survey.question.answer", "Line", readonly=True)
    answer = fields.Char(readonly=True)
    done_on = fields.Date("Answered On", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    user_id = fields.Many2one("res.users", "Caller", readonly=True)
    team_id = fields.Many2one("service.team", "Callers", readonly=True)
    plan_id = fields.Many2one("service.callback.plan", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    channel = fields.Selection(CHANNELS, readonly=True)
    result = fields.Selection(RESULTS, readonly=True)

    # Measures
    score = fields.Float(
        "Score (1 to 5)",
        readonly=True,
        aggregator="avg",
        digits=(3, 2),
        help="Of scales, and of choices that count.",
    )
    number = fields.Float("Number Answered", readonly=True, aggregator="avg")
    problem_share = fields.Float("Share of Problems", readonly=True, aggregator="avg")

    @api.model
    def _select_rows(self, sources):
        return SQL("service_callback callback %s", sources)

    def _get_sources(self):
        return [
            *super()._get_sources(),
            SQL(
                "JOIN survey_user_input_line line ON line.user_input_id = callback.answers_id"
                " AND line.skipped IS NOT TRUE AND line.answer_type IS NOT NULL"
                " LEFT JOIN survey_question_answer choice ON choice.id = line.suggested_answer_id"
                " LEFT JOIN res_company company ON company.id = callback.company_id"
                " LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id"
                " LEFT JOIN res_partner address ON address.id = company.partner_id"
            ),
        ]

    def _select_columns(self):
        plain = (
            "company_id",
            "partner_id",
            "user_id",
            "team_id",
            "plan_id",
            "product_id",
            "channel",
            "result",
        )
        columns = {"id": SQL("line.id"), "callback_id": SQL("callback.id")}
        columns |= {name: SQL("callback.%s", SQL.identifier(name)) for name in plain}
        columns |= {
            name: SQL("line.%s", SQL.identifier(name))
            for name in ("survey_id", "question_id", "matrix_row_id")
        }
        columns |= {
            "answer": self._select_answer(),
            "done_on": self._select_day("callback", "done_at"),
            "score": SQL("NULLIF(line.service_score, 0)::float8"),
            "number": SQL("CASE line.answer_type WHEN 'numerical_box' THEN line.value_numerical_box END"),
            "problem_share": SQL(
                "CASE WHEN choice.id IS NOT NULL"
                " THEN COALESCE(choice.service_is_problem, FALSE)::integer::float8 END"
            ),
        }
        return columns

    def _select_answer(self):
        """Return the answer as a text, in the reader's language where the survey has it."""
        return SQL(
            "CASE line.answer_type"
            " WHEN 'suggestion' THEN COALESCE(choice.value->>%s, choice.value->>'en_US')"
            " WHEN 'scale' THEN line.value_scale::text"
            " WHEN 'numerical_box' THEN line.value_numerical_box::text"
            " WHEN 'date' THEN line.value_date::text"
            " WHEN 'datetime' THEN line.value_datetime::text"
            " WHEN 'text_box' THEN line.value_text_box"
            " ELSE line.value_char_box END",
            self.env.lang or "en_US",
        )

    def action_open_callback(self):
        """Open the callback that was answered."""
        return self._open_row("callback_id")
