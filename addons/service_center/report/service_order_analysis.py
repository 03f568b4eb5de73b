from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.service_kernel.tools.channels import CHANNELS

from ..engine import order_lifecycle
from .service_analysis_mixin import BY_ROW
from .service_order_problems import join_problems

PROBLEMS = [("new", "New Problem"), ("repeated", "Repeated Problem"), ("batch", "Batch Problem")]


def _labels_of(name):
    """The selection of a field of service orders, in the reader's language."""
    return lambda self: self.env["service.order"]._fields[name]._description_selection(self.env)


class ServiceOrderAnalysis(models.Model):
    """One row per service order that was not cancelled, with what reports measure and group by.

    A view of the database (VEHQ-LOG-02, VEHQ-REP-01, DOOR-EVAL-01, DOOR-EVAL-02, DOOR-JOB-04). Days are those
    of the company's time zone. What is not known is no value, and not counted in an average; shares are 1 or
    0, so that their averages are right in every group.
    """

    _name = "service.order.analysis"
    _description = "Service Order Analysis"
    _inherit = ["service.analysis.mixin"]
    _auto = False
    _order = "received_on desc, id desc"
    _rec_name = "order_id"
    _depends = {
        "service.order": [
            *("active", "company_id", "state", "is_history", "type_id", "channel", "partner_id", "user_id"),
            *("team_id", "site_id", "category_id", "product_id", "serial", "serial_key", "defect_cause"),
            *("warranty_state", "liability", "company_share", "employee_id", "former_employee_id"),
            *("is_emergency", "is_repeat", "repeat_of_id", "received_at", "arrived_at", "finished_at"),
            *("closed_at", "promised_at", "unfinished_reason", "work_hours", "work_cost", "travel_hours"),
        ],
        "service.order.type": ["kind"],
        "service.category": ["parent_path"],
        "res.company": [
            *("resource_calendar_id", "partner_id", "service_problem_days", "service_batch_count"),
            "service_batch_days",
        ],
        "resource.calendar": ["tz"],
        "res.partner": ["tz"],
    }

    order_id = fields.Many2one("service.order", "Service Order", readonly=True)
    active = fields.Boolean(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    received_on = fields.Date("Received", readonly=True)
    finished_on = fields.Date("Finished", readonly=True)
    closed_on = fields.Date("Closed", readonly=True)
    state = fields.Selection(_labels_of("state"), "Status", readonly=True)
    is_history = fields.Boolean("History", readonly=True)
    type_id = fields.Many2one("service.order.type", readonly=True)
    channel = fields.Selection(CHANNELS, readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    user_id = fields.Many2one("res.users", "Handler", readonly=True)
    team_id = fields.Many2one("service.team", readonly=True)
    site_id = fields.Many2one("service.site", readonly=True)
    category_id = fields.Many2one("service.category", readonly=True)
    main_category_id = fields.Many2one("service.category", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    serial = fields.Char("Serial Number", readonly=True)
    defect_cause = fields.Selection(_labels_of("defect_cause"), "Cause", readonly=True)
    problem_class = fields.Selection(
        PROBLEMS,
        "Problem",
        readonly=True,
        help="Of repairs, exchanges and returns whose product and cause are known. Repeated: the same item "
        "had it within the days of the company's policy. Batch: one of several of the product.",
    )
    warranty_state = fields.Selection(_labels_of("warranty_state"), "Warranty", readonly=True)
    liability = fields.Selection(_labels_of("liability"), "Paid By", readonly=True)
    employee_id = fields.Many2one("hr.employee", "Technician", readonly=True)
    former_employee_id = fields.Many2one("hr.employee", "Former Technician", readonly=True)
    is_emergency = fields.Boolean("Emergency", readonly=True)
    is_repeat = fields.Boolean("Repeat Repair", readonly=True)

    # Measures
    work_hours = fields.Float("Hours Worked", readonly=True)
    travel_hours = fields.Float("Hours on the Road", readonly=True)
    work_cost = fields.Monetary("Cost", readonly=True)
    company_cost = fields.Monetary("Cost Borne by the Company", readonly=True)
    customer_cost = fields.Monetary("Cost Borne by Customers", readonly=True)
    hours_per_order = fields.Float("Hours per Order", readonly=True, aggregator="avg")
    cost_per_order = fields.Monetary("Cost per Order", readonly=True, aggregator="avg")
    arrival_hours = fields.Float("Hours until Arrival", readonly=True, aggregator="avg")
    cycle_hours = fields.Float("Hours until Finished", readonly=True, aggregator="avg")
    first_time_share = fields.Float("Fixed at the First Visit (Share)", readonly=True, aggregator="avg")
    on_time_share = fields.Float("Promise Kept (Share)", readonly=True, aggregator="avg")
    limits_on_time = fields.Float("All in Time (Share)", readonly=True, aggregator="avg")
    repeat_share = fields.Float("Repeat Repairs (Share)", readonly=True, aggregator="avg")
    repeated_share = fields.Float("Repeated Problems (Share)", readonly=True, aggregator="avg")
    batch_share = fields.Float("Batch Problems (Share)", readonly=True, aggregator="avg")

    @api.model
    def _select_rows(self, sources):
        return SQL("service_order o %s WHERE o.state <> 'cancelled'", sources)

    def _get_sources(self):
        by_row = self.env.context.get(BY_ROW)
        clocks = SQL(
            "SELECT MIN(CASE state WHEN 'met' THEN 1 ELSE 0 END) AS on_time, res_id FROM service_sla_clock"
            " WHERE res_model = 'service.order' AND party = 'customer' AND state IN ('met', 'breached')"
        )
        return [
            *super()._get_sources(),
            self._join_days("o"),
            SQL("LEFT JOIN LATERAL (%s AND res_id = o.id GROUP BY res_id) clock ON TRUE", clocks)
            if by_row
            else SQL("LEFT JOIN (%s GROUP BY res_id) clock ON clock.res_id = o.id", clocks),
            join_problems(by_row),
            SQL(
                "LEFT JOIN (SELECT repeat_of_id AS res_id FROM service_order WHERE repeat_of_id IS NOT NULL"
                " GROUP BY repeat_of_id) later ON later.res_id = o.id"
            ),
        ]

    def _select_columns(self):
        plain = (
            *("active", "company_id", "state", "is_history", "type_id", "channel", "partner_id", "user_id"),
            *("team_id", "site_id", "category_id", "product_id", "serial", "defect_cause", "warranty_state"),
            *("liability", "employee_id", "former_employee_id", "is_emergency", "is_repeat"),
            *("work_hours", "travel_hours", "work_cost"),
        )
        columns = {"id": SQL("o.id"), "order_id": SQL("o.id")}
        columns |= {name: SQL("o.%s", SQL.identifier(name)) for name in plain}
        for name, moment in (
            ("received", "received_at"),
            ("finished", "finished_at"),
            ("closed", "closed_at"),
        ):
            columns[f"{name}_on"] = self._select_day("o", moment)
        done = SQL("o.state IN %s", (*order_lifecycle.DONE_STATES, order_lifecycle.CLOSED))
        decided = SQL("CASE WHEN o.liability IS NOT NULL THEN o.work_cost")
        return columns | {
            "main_category_id": SQL("split_part(category.parent_path, '/', 1)::integer"),
            "company_cost": SQL("%s * COALESCE(o.company_share, 0) / 100 END", decided),
            "customer_cost": SQL("%s * (100 - COALESCE(o.company_share, 0)) / 100 END", decided),
            "hours_per_order": SQL("NULLIF(o.work_hours, 0)"),
            "cost_per_order": SQL("NULLIF(o.work_cost, 0)"),
            "arrival_hours": SQL("EXTRACT(EPOCH FROM o.arrived_at - o.received_at)::float8 / 3600"),
            "cycle_hours": SQL("EXTRACT(EPOCH FROM o.finished_at - o.received_at)::float8 / 3600"),
            "problem_class": SQL(
                "CASE WHEN problem.in_batch THEN 'batch' WHEN problem.repeated THEN 'repeated'"
                " WHEN problem.res_id IS NOT NULL THEN 'new' END"
            ),
            "repeated_share": SQL("problem.repeated::integer::float8"),
            "batch_share": SQL("problem.in_batch::integer::float8"),
            "repeat_share": SQL("COALESCE(o.is_repeat, FALSE)::integer::float8"),
            "first_time_share": SQL(
                "CASE WHEN %s THEN (COALESCE(o.unfinished_reason, '') = ''"
                " AND NOT COALESCE(problem.again, FALSE)"
                " AND later.res_id IS NULL)::integer::float8 END",
                done,
            ),
            "on_time_share": SQL("(o.finished_at <= o.promised_at)::integer::float8"),
            "limits_on_time": SQL("clock.on_time::float8"),
        }

    def action_open_order(self):
        """Open the service order that this row is about."""
        return self._open_row("order_id")
