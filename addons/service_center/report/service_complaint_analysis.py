from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.service_kernel.tools.channels import CHANNELS

from .service_analysis_mixin import BY_ROW

#: {name of the milestone in our columns: its code}
MILESTONES = {
    "acknowledge": "acknowledge",
    "response": "respond",
    "resolve": "resolve",
    "close": "close",
}
VERDICTS = [("met", "In Time"), ("breached", "Late")]


class ServiceComplaintAnalysis(models.Model):
    """One row per complaint, with what a report measures and groups by (catalogue C6).

    Those merged into another and those cancelled have none: the other one has, or there was none.
    A view of the database: nothing is counted twice and nothing has to be kept up to date. Days are those
    of the company's time zone. What is not known (a milestone not reached) is no value, and not counted in
    an average. On time is a share: 1 met, 0 missed, so that its average is right in every group; of several
    limits of a milestone, or of a reopened case, all have to be met. An addon that adds a dimension extends
    ``_select_columns`` and, for other tables, ``_get_sources``.
    """

    _name = "service.complaint.analysis"
    _description = "Complaint Analysis"
    _inherit = ["service.analysis.mixin"]
    _auto = False
    _order = "received_on desc, id desc"
    _rec_name = "complaint_id"
    _depends = {
        "service.complaint": [
            *("active", "company_id", "state", "user_id", "partner_id", "channel", "received_at"),
            *("category_id", "site_id", "team_id", "department_id", "product_id", "amount_at_stake"),
            *("acknowledged_at", "resolved_at", "closed_at", "reopen_count", "is_history", "severity_id"),
            *("is_major", "authority_level_id", "complained_rank", "employee_ids", "flag_ids"),
        ],
        "service.sla.clock": [
            *("res_model", "res_id", "metric", "party", "state", "is_open", "reached_at", "worked_seconds"),
        ],
        "service.sla.event": ["res_model", "res_id", "clock_id", "kind", "metric", "at"],
        "service.category": ["parent_path"],
        "res.company": ["resource_calendar_id", "partner_id"],
        "resource.calendar": ["tz"],
        "res.partner": ["tz"],
    }

    complaint_id = fields.Many2one("service.complaint", readonly=True)
    active = fields.Boolean(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    received_on = fields.Date("Received", readonly=True)
    resolved_on = fields.Date("Resolved", readonly=True)
    closed_on = fields.Date("Closed", readonly=True)
    state = fields.Selection(
        lambda self: self.env["service.complaint"]._fields["state"]._description_selection(self.env),
        "Status",
        readonly=True,
    )
    is_ended = fields.Boolean("Closed or Rejected", readonly=True)
    is_history = fields.Boolean("History", readonly=True)
    channel = fields.Selection(CHANNELS, readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    user_id = fields.Many2one("res.users", "Handler", readonly=True)
    team_id = fields.Many2one("service.team", readonly=True)
    site_id = fields.Many2one("service.site", readonly=True)
    category_id = fields.Many2one("service.category", readonly=True)
    main_category_id = fields.Many2one("service.category", readonly=True)
    department_id = fields.Many2one("hr.department", "Responsible Department", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    severity_id = fields.Many2one("service.severity", readonly=True)
    is_major = fields.Boolean("Major", readonly=True)
    authority_level_id = fields.Many2one("service.authority.level", "Decided By", readonly=True)
    complained_rank = fields.Selection(
        lambda self: (
            self.env["service.complaint"]._fields["complained_rank"]._description_selection(self.env)
        ),
        "Rank Complained About",
        readonly=True,
    )
    # the rows of these have the ids of complaints: so their relations are those of complaints
    employee_ids = fields.Many2many(
        "hr.employee",
        "service_complaint_employee_rel",
        "complaint_id",
        "employee_id",
        string="Complained About",
        readonly=True,
    )
    flag_ids = fields.Many2many(
        "service.risk.flag",
        "service_complaint_flag_rel",
        "complaint_id",
        "flag_id",
        string="Risk Flags",
        readonly=True,
    )

    # Measures
    amount_at_stake = fields.Monetary(readonly=True)
    reopen_count = fields.Integer("Times Reopened", readonly=True)
    reopened_share = fields.Float("Share Reopened", readonly=True, aggregator="avg")
    major_share = fields.Float("Share Major", readonly=True, aggregator="avg")
    acknowledge_hours = fields.Float("Hours to Acknowledge", readonly=True, aggregator="avg")
    response_hours = fields.Float("Hours to First Response", readonly=True, aggregator="avg")
    resolve_hours = fields.Float("Hours to Resolve", readonly=True, aggregator="avg")
    close_hours = fields.Float("Hours to Close", readonly=True, aggregator="avg")
    acknowledge_working_hours = fields.Float("Working Hours to Acknowledge", readonly=True, aggregator="avg")
    response_working_hours = fields.Float("Working Hours to First Response", readonly=True, aggregator="avg")
    resolve_working_hours = fields.Float("Working Hours to Resolve", readonly=True, aggregator="avg")
    close_working_hours = fields.Float("Working Hours to Close", readonly=True, aggregator="avg")
    acknowledge_on_time = fields.Float("Acknowledged in Time (Share)", readonly=True, aggregator="avg")
    response_on_time = fields.Float("Answered in Time (Share)", readonly=True, aggregator="avg")
    resolve_on_time = fields.Float("Resolved in Time (Share)", readonly=True, aggregator="avg")
    close_on_time = fields.Float("Closed in Time (Share)", readonly=True, aggregator="avg")
    all_on_time = fields.Float("All in Time (Share)", readonly=True, aggregator="avg")
    acknowledge_verdict = fields.Selection(VERDICTS, "Acknowledged", readonly=True)
    response_verdict = fields.Selection(VERDICTS, "Answered", readonly=True)
    resolve_verdict = fields.Selection(VERDICTS, "Resolution", readonly=True)
    close_verdict = fields.Selection(VERDICTS, "Closing", readonly=True)
    all_verdict = fields.Selection(VERDICTS, "All Limits", readonly=True)

    @api.model
    def _select_rows(self, sources):
        return SQL(
            "service_complaint complaint %s WHERE complaint.state NOT IN ('merged', 'cancelled')", sources
        )

    def _get_sources(self):
        return [
            *super()._get_sources(),
            self._join_days("complaint"),
            self._join_aggregate("clock", *self._select_clocks()),
            self._join_aggregate("event", *self._select_events()),
        ]

    def _join_aggregate(self, alias, columns, source):
        """Join aggregates over the rows of ``source`` that have ``res_id``.

        All rows are grouped once: groups of many complaints need that. Where a few complaints are read by
        their ids, theirs alone are looked up.
        """
        name = SQL.identifier(alias)
        if self.env.context.get(BY_ROW):
            template = "LEFT JOIN LATERAL (SELECT %s FROM %s AND res_id = complaint.id) %s ON TRUE"
            return SQL(template, columns, source, name)
        template = "LEFT JOIN (SELECT res_id, %s FROM %s GROUP BY res_id) %s ON %s.res_id = complaint.id"
        return SQL(template, columns, source, name, name)

    def _select_clocks(self):
        """Return (aggregates, rows) of what the clocks owed to the customer say."""
        verdict = SQL("MIN(CASE state WHEN 'met' THEN 1 ELSE 0 END)")
        columns = [SQL("%s AS all_on_time", verdict)]
        for name, metric in MILESTONES.items():
            of_metric = SQL("FILTER (WHERE metric = %s)", metric)
            reached = SQL("FILTER (WHERE metric = %s AND reached_at IS NOT NULL)", metric)
            columns += [
                SQL("%s %s AS %s", verdict, of_metric, SQL.identifier(f"{name}_on_time")),
                # of several limits of a milestone, and of the rounds of a reopened case, the longest
                SQL(
                    "MAX(worked_seconds) %s / 3600::float8 AS %s",
                    reached,
                    SQL.identifier(f"{name}_working_hours"),
                ),
            ]
        source = SQL(
            "service_sla_clock WHERE res_model = 'service.complaint' AND party = 'customer'"
            " AND state IN ('met', 'breached')"
        )
        return SQL(", ").join(columns), source

    def _select_events(self):
        """Return (aggregates, rows) of when complaints were first answered."""
        source = SQL(
            "service_sla_event WHERE res_model = 'service.complaint' AND clock_id IS NULL"
            " AND kind = 'milestone' AND metric = 'respond'"
        )
        return SQL("MIN(at) AS responded_at"), source

    def _select_columns(self):
        plain = (
            *("active", "company_id", "state", "is_history", "channel", "partner_id", "user_id", "team_id"),
            *("site_id", "category_id", "department_id", "product_id", "severity_id", "is_major"),
            *("authority_level_id", "complained_rank", "amount_at_stake", "reopen_count"),
        )
        columns = {"id": SQL("complaint.id"), "complaint_id": SQL("complaint.id")}
        columns |= {name: SQL("complaint.%s", SQL.identifier(name)) for name in plain}
        for name, moment in (
            ("received", "received_at"),
            ("resolved", "resolved_at"),
            ("closed", "closed_at"),
        ):
            columns[f"{name}_on"] = self._select_day("complaint", moment)
        columns |= {
            "is_ended": SQL("complaint.state IN ('closed', 'rejected')"),
            "main_category_id": SQL("split_part(category.parent_path, '/', 1)::integer"),
            "reopened_share": SQL("(COALESCE(complaint.reopen_count, 0) > 0)::integer::float8"),
            "major_share": SQL("COALESCE(complaint.is_major, FALSE)::integer::float8"),
        }
        moments = {
            "acknowledge": SQL("complaint.acknowledged_at"),
            "response": SQL("event.responded_at"),
            "resolve": SQL("complaint.resolved_at"),
            "close": SQL("complaint.closed_at"),
        }
        for name, moment in moments.items():
            columns[f"{name}_hours"] = SQL(
                "EXTRACT(EPOCH FROM %s - complaint.received_at)::float8 / 3600", moment
            )
        for name in MILESTONES:
            columns[f"{name}_working_hours"] = SQL("clock.%s", SQL.identifier(f"{name}_working_hours"))
        for name in (*MILESTONES, "all"):
            share = SQL("clock.%s", SQL.identifier(f"{name}_on_time"))
            columns[f"{name}_on_time"] = SQL("%s::float8", share)
            columns[f"{name}_verdict"] = SQL("CASE %s WHEN 1 THEN 'met' WHEN 0 THEN 'breached' END", share)
        return columns

    def action_open_complaint(self):
        """Open the complaint that this row is about."""
        return self._open_row("complaint_id")
