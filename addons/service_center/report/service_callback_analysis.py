from odoo import api, fields, models
from odoo.tools import SQL

from ..engine import callback_figures as engine
from ..models.service_customer_segment_rule import SEGMENTS

MISSING_REASONS = [
    ("not_called", "Nobody Called Yet"),
    ("calling", "Just Being Called"),
    ("tried", "Tried, Not Reached Yet"),
    ("unreached", "Not Reached"),
    ("no_address", "No Number or Address"),
    ("by_hand", "Cancelled by Hand"),
]


def _labels_of(name):
    """The selection of a field of callbacks, in the reader's language."""
    return lambda self: self.env["service.callback"]._fields[name]._description_selection(self.env)


def effective_call(seconds, outcome):
    """Return the SQL condition of an effective call: the customer was reached by telephone, for at least
    as long as the plan's script takes (HOTEL-RPT-01).
    """
    return SQL("(%s AND COALESCE(%s, 0) >= COALESCE(plan.min_seconds, 0))", outcome, seconds)


class ServiceCallbackAnalysis(models.Model):
    """One row per callback, with what reports of callbacks count and group by (CB-COV-01, CB-RATE-01).

    A view of the database; what is required, answered … is defined in ``engine/callback_figures.py``. Counts
    are 1 or 0, and add up. Shares are 1, 0, or no value where they do not apply, so that their average is
    the ratio of the sums in every group. Days are those of the company's time zone. An addon that adds a
    dimension extends ``_select_columns`` and, for other tables, ``_get_sources``.
    """

    _name = "service.callback.analysis"
    _description = "Callback Analysis"
    _inherit = ["service.analysis.mixin"]
    _auto = False
    _order = "due_on desc, id desc"
    _rec_name = "callback_id"
    _depends = {
        "service.callback": [
            *("active", "company_id", "plan_id", "step_id", "partner_id", "product_id", "complaint_id"),
            *("order_id", "due_at", "channel", "team_id", "user_id", "attempt_count", "state"),
            *("cancel_reason", "done_at", "seconds", "result", "satisfaction", "score", "is_history"),
            *("recovered", "problem_complaint_id", "origin_id", "survey_id"),
        ],
        "service.callback.plan": ["target_percent", "min_seconds"],
        "service.complaint": ["site_id", "category_id"],
        "service.order": ["site_id", "category_id", "employee_id"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
        "res.company": ["resource_calendar_id", "partner_id"],
        "resource.calendar": ["tz"],
        "res.partner": ["tz", "country_id", "service_grade_id", "service_segment"],
    }

    callback_id = fields.Many2one("service.callback", readonly=True)
    active = fields.Boolean(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    due_on = fields.Date("Due", readonly=True)
    done_on = fields.Date("Done", readonly=True)
    state = fields.Selection(_labels_of("state"), "Status", readonly=True)
    cancel_reason = fields.Selection(_labels_of("cancel_reason"), "Cancelled Because", readonly=True)
    missing_reason = fields.Selection(MISSING_REASONS, "Why It Is Missing", readonly=True)
    is_history = fields.Boolean("History", readonly=True)
    is_second = fields.Boolean("Called Again After a Problem", readonly=True)
    plan_id = fields.Many2one("service.callback.plan", readonly=True)
    step_id = fields.Many2one("service.callback.step", readonly=True)
    survey_id = fields.Many2one("survey.survey", "Questions", readonly=True)
    channel = fields.Selection(_labels_of("channel"), readonly=True)
    team_id = fields.Many2one("service.team", "Callers", readonly=True)
    user_id = fields.Many2one("res.users", "Caller", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    grade_id = fields.Many2one("service.customer.grade", readonly=True)
    segment = fields.Selection(SEGMENTS, readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    product_category_id = fields.Many2one("product.category", readonly=True)
    complaint_id = fields.Many2one("service.complaint", "About Complaint", readonly=True)
    order_id = fields.Many2one("service.order", "About Service Order", readonly=True)
    site_id = fields.Many2one("service.site", readonly=True, help="Of the complaint or service order.")
    category_id = fields.Many2one("service.category", readonly=True, help="Of the complaint or order.")
    employee_id = fields.Many2one(
        "hr.employee", "Technician", readonly=True, help="Of the service order that the callback is about."
    )
    result = fields.Selection(_labels_of("result"), readonly=True)
    satisfaction = fields.Selection(_labels_of("satisfaction"), "Answer", readonly=True)
    problem_complaint_id = fields.Many2one("service.complaint", "Case of the Problem", readonly=True)

    # Counts
    required = fields.Integer(readonly=True, help="Had to be made by now.")
    done = fields.Integer("Made", readonly=True)
    missing = fields.Integer(readonly=True, help="Had to be made by now, and was not.")
    on_time = fields.Integer("Made in Time", readonly=True)
    late = fields.Integer("Made Late", readonly=True)
    unreached = fields.Integer("Not Reached", readonly=True)
    asked = fields.Integer(readonly=True, help="Made, or given up as not reached.")
    answered = fields.Integer(readonly=True, help="Said how satisfied they are.")
    satisfied = fields.Integer(readonly=True, help="4 or 5 of 5.")
    problem = fields.Integer("Problems", readonly=True)
    recovered = fields.Integer("Won Back", readonly=True, help="Content in the second call after a problem.")
    praise = fields.Integer(readonly=True)
    effective = fields.Integer(
        "Effective Calls", readonly=True, help="Made by telephone, and not shorter than the script."
    )
    tries = fields.Integer(readonly=True)

    # Averages
    coverage = fields.Float(readonly=True, aggregator="avg", help="Made, of the required.")
    target = fields.Float(readonly=True, aggregator="avg", help="Coverage that the plans ask for.")
    timeliness = fields.Float("In Time (Share)", readonly=True, aggregator="avg", help="Of those made.")
    response_rate = fields.Float(readonly=True, aggregator="avg", help="Answered, of the asked.")
    satisfied_share = fields.Float("Satisfied (Share)", readonly=True, aggregator="avg", help="Of answers.")
    score = fields.Float("Satisfaction (1 to 5)", readonly=True, aggregator="avg")
    problem_share = fields.Float("Problems (Share)", readonly=True, aggregator="avg", help="Of those made.")
    recovered_rate = fields.Float("Won Back (Share)", readonly=True, aggregator="avg", help="Of problems.")
    seconds = fields.Float("Length (s)", readonly=True, aggregator="avg")

    @api.model
    def _select_rows(self, sources):
        return SQL("service_callback callback %s", sources)

    def _get_sources(self):
        return [
            *super()._get_sources(),
            SQL(
                "LEFT JOIN res_company company ON company.id = callback.company_id"
                " LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id"
                " LEFT JOIN res_partner address ON address.id = company.partner_id"
                " LEFT JOIN res_partner customer ON customer.id = callback.partner_id"
                " LEFT JOIN service_callback_plan plan ON plan.id = callback.plan_id"
                " LEFT JOIN product_product product ON product.id = callback.product_id"
                " LEFT JOIN product_template template ON template.id = product.product_tmpl_id"
                " LEFT JOIN service_complaint complaint ON complaint.id = callback.complaint_id"
                " LEFT JOIN service_order o ON o.id = callback.order_id"
            ),
        ]

    def _select_columns(self):
        plain = (
            *("active", "company_id", "state", "cancel_reason", "is_history", "plan_id", "step_id"),
            *("survey_id", "channel", "team_id", "user_id", "partner_id", "product_id", "complaint_id"),
            *("order_id", "result", "satisfaction", "problem_complaint_id"),
        )
        columns = {"id": SQL("callback.id"), "callback_id": SQL("callback.id")}
        columns |= {name: SQL("callback.%s", SQL.identifier(name)) for name in plain}
        for name in ("due", "done"):
            columns[f"{name}_on"] = self._select_day("callback", f"{name}_at")
        return (
            columns
            | {
                "is_second": SQL("callback.origin_id IS NOT NULL"),
                "country_id": SQL("customer.country_id"),
                "grade_id": SQL("customer.service_grade_id"),
                "segment": SQL("customer.service_segment"),
                "product_category_id": SQL("template.categ_id"),
                "site_id": SQL("COALESCE(complaint.site_id, o.site_id)"),
                "category_id": SQL("COALESCE(complaint.category_id, o.category_id)"),
                "employee_id": SQL("o.employee_id"),
                "tries": SQL("callback.attempt_count"),
                "missing_reason": self._select_missing_reason(),
            }
            | self._select_measures()
        )

    def _get_conditions(self):
        """Return {count: its SQL condition, true or false}, see ``engine/callback_figures.py``."""
        done = SQL("callback.state = 'done'")
        required = SQL(
            "(callback.state IN ('done', %s) OR (callback.due_at <= %s"
            " AND NOT (callback.state = 'cancelled' AND COALESCE(callback.cancel_reason, '') IN %s)))",
            engine.GIVEN_UP,
            fields.Datetime.now(),
            engine.COUNTS_OUT,
        )
        problem = SQL("(%s AND callback.result IS NOT DISTINCT FROM 'problem')", done)
        answered = SQL("(%s AND COALESCE(callback.score, 0) >= %s)", done, engine.LOWEST)
        return {
            "required": required,
            "done": done,
            "missing": SQL("(%s AND callback.state <> 'done')", required),
            "on_time": SQL("(%s AND COALESCE(callback.done_at <= callback.due_at, FALSE))", done),
            "late": SQL("(%s AND NOT COALESCE(callback.done_at <= callback.due_at, FALSE))", done),
            "unreached": SQL("callback.state = %s", engine.GIVEN_UP),
            "asked": SQL("callback.state IN ('done', %s)", engine.GIVEN_UP),
            "answered": answered,
            "satisfied": SQL("(%s AND callback.score >= %s)", answered, engine.SATISFIED_FROM),
            "problem": problem,
            "recovered": SQL("(%s AND COALESCE(callback.recovered, FALSE))", problem),
            "praise": SQL("(%s AND callback.result IS NOT DISTINCT FROM 'praise')", done),
            "effective": effective_call(
                SQL("callback.seconds"), SQL("callback.state = 'done' AND callback.channel = 'phone'")
            ),
        }

    def _select_measures(self):
        """Return {count or average: its SQL}."""
        conditions = self._get_conditions()
        columns = {name: SQL("(%s)::integer", condition) for name, condition in conditions.items()}
        for name, part, whole in (
            ("coverage", "done", "required"),
            ("timeliness", "on_time", "done"),
            ("response_rate", "answered", "asked"),
            ("satisfied_share", "satisfied", "answered"),
            ("problem_share", "problem", "done"),
            ("recovered_rate", "recovered", "problem"),
        ):
            columns[name] = SQL(
                "CASE WHEN %s THEN (%s)::integer::float8 END", conditions[whole], conditions[part]
            )
        return columns | {
            "score": SQL("CASE WHEN %s THEN callback.score END", conditions["answered"]),
            "seconds": SQL("CASE WHEN %s THEN NULLIF(callback.seconds, 0) END", conditions["done"]),
            "target": SQL("CASE WHEN %s THEN plan.target_percent::float8 / 100 END", conditions["required"]),
        }

    def _select_missing_reason(self):
        return SQL(
            "CASE WHEN NOT %s THEN NULL WHEN callback.state IN ('unreached', 'calling') THEN callback.state"
            " WHEN callback.state = 'cancelled' THEN CASE callback.cancel_reason"
            " WHEN 'no_address' THEN 'no_address' ELSE 'by_hand' END"
            " WHEN COALESCE(callback.attempt_count, 0) > 0 THEN 'tried' ELSE 'not_called' END",
            self._get_conditions()["missing"],
        )

    def action_open_callback(self):
        """Open the callback that this row is about."""
        return self._open_row("callback_id")
