from odoo import fields, models
from odoo.tools import SQL

from .service_callback_analysis import effective_call


class ServiceCallbackDay(models.Model):
    """The telephone calls of a caller on one day, against the company's target (HOTEL-RPT-01).

    A view over the tries; a day on which somebody did not call at all has no row, for nobody says here who
    was at work. Days are those of the company's time zone.
    """

    _name = "service.callback.day"
    _description = "Calls of a Day"
    _auto = False
    _order = "day desc, user_id, id"
    _rec_name = "user_id"
    _depends = {
        "service.callback.attempt": [
            *("callback_id", "company_id", "user_id", "at", "channel", "outcome", "seconds")
        ],
        "service.callback": ["plan_id"],
        "service.callback.plan": ["min_seconds"],
        "res.company": ["resource_calendar_id", "partner_id", "service_callback_daily_target"],
        "resource.calendar": ["tz"],
        "res.partner": ["tz"],
    }

    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one("res.users", "Caller", readonly=True)
    day = fields.Date(readonly=True)
    calls = fields.Integer(readonly=True, help="Tries by telephone, reached or not.")
    reached = fields.Integer(readonly=True)
    effective = fields.Integer(
        "Effective Calls", readonly=True, help="Reached, and not shorter than the script."
    )
    target = fields.Integer(readonly=True, help="Effective calls a day that the company asks for.")
    short = fields.Integer("Missing to the Target", readonly=True)
    target_reached = fields.Float(
        "Target Reached (Share of Days)",
        readonly=True,
        aggregator="avg",
        help="No value where there is no target.",
    )

    @property
    def _table_query(self):
        effective = effective_call(SQL("attempt.seconds"), SQL("attempt.outcome = 'reached'"))
        # what a company without a target asks for is nothing, and nobody reaches it
        return SQL(
            "SELECT *, GREATEST(target - effective, 0) AS short,"
            " CASE WHEN target > 0 THEN (effective >= target)::integer::float8 END AS target_reached"
            " FROM (SELECT MIN(attempt.id) AS id, attempt.company_id, attempt.user_id,"
            " (attempt.at AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(calendar.tz, address.tz, 'UTC'))::date"
            " AS day, COUNT(*) AS calls, COUNT(*) FILTER (WHERE attempt.outcome = 'reached') AS reached,"
            " COUNT(*) FILTER (WHERE %s) AS effective,"
            " COALESCE(company.service_callback_daily_target, 0) AS target"
            " FROM service_callback_attempt attempt"
            " JOIN res_company company ON company.id = attempt.company_id"
            " JOIN service_callback callback ON callback.id = attempt.callback_id"
            " LEFT JOIN service_callback_plan plan ON plan.id = callback.plan_id"
            " LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id"
            " LEFT JOIN res_partner address ON address.id = company.partner_id"
            " WHERE attempt.channel = 'phone' AND attempt.user_id IS NOT NULL"
            " GROUP BY attempt.company_id, attempt.user_id, 4, company.service_callback_daily_target) days",
            effective,
        )
