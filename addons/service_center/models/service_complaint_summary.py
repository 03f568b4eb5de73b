import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine import summary_periods

_logger = logging.getLogger(__name__)


class ServiceComplaintSummary(models.Model):
    """A regular summary of complaints by mail to chosen people (catalogue C6: daily, weekly, monthly)."""

    _name = "service.complaint.summary"
    _description = "Complaint Summary"
    _inherit = ["service.policy.mixin"]
    _order = "name, id"

    name = fields.Char(required=True)
    frequency = fields.Selection(
        [("daily", "Daily"), ("weekly", "Weekly"), ("monthly", "Monthly")], required=True, default="weekly"
    )
    weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        default="0",
        required=True,
    )
    month_day = fields.Integer(
        "Day of the Month", default=1, required=True, help="A shorter month takes its last day."
    )
    hour = fields.Integer(
        "From (hour)", default=8, required=True, help="0 to 23, in the company's time zone."
    )
    user_ids = fields.Many2many(
        "res.users", string="Colleagues", domain="[('share', '=', False), ('company_ids', 'in', company_id)]"
    )
    partner_ids = fields.Many2many(
        "res.partner", string="Other People", domain="[('email', '!=', False)]", check_company=True
    )
    team_ids = fields.Many2many("service.team", check_company=True)
    site_ids = fields.Many2many("service.site", check_company=True, help="With all their parts.")
    category_ids = fields.Many2many(
        "service.category", check_company=True, help="With all their subcategories."
    )
    with_xlsx = fields.Boolean("Workbook (XLSX)", default=True)
    with_pdf = fields.Boolean("Document (PDF)", default=True)
    planned_from = fields.Datetime(
        readonly=True, copy=False, default=fields.Datetime.now, export_string_translation=False
    )
    last_period = fields.Char("Last Period Sent", readonly=True, copy=False)
    last_sent_at = fields.Datetime("Last Sent", readonly=True, copy=False)
    error = fields.Char("Could Not Be Sent", readonly=True, copy=False, help="It is tried again every hour.")
    issue_ids = fields.One2many("service.complaint.summary.issue", "summary_id", string="Sent", readonly=True)

    _hour_day = models.Constraint("CHECK (hour BETWEEN 0 AND 23)", "The hour is one of 0 to 23.")
    _month_day_month = models.Constraint(
        "CHECK (month_day BETWEEN 1 AND 31)", "The day of the month is one of 1 to 31."
    )

    @api.constrains("user_ids", "partner_ids", "with_xlsx", "with_pdf", "active")
    def _check_complete(self):
        for summary in self:
            if not summary._has_recipients():
                raise ValidationError(self.env._("Who gets the summary? Choose at least one person."))
            if not (summary.with_xlsx or summary.with_pdf):
                raise ValidationError(self.env._("Choose a workbook, a document, or both."))

    def _has_recipients(self):
        return bool(self.user_ids or self.partner_ids)

    def _get_users(self):
        """Return the colleagues who get the summary."""
        return self.user_ids

    def write(self, vals):
        """Write; what fell due before a new plan, or while it was archived, is not sent afterwards."""
        if {"frequency", "weekday", "month_day", "hour"} & vals.keys() or vals.get("active"):
            vals = {**vals, "planned_from": fields.Datetime.now()}
        return super().write(vals)

    # Periods
    def _get_due_periods(self):
        """Return the periods to be sent now, oldest first; none twice."""
        self.ensure_one()
        due = summary_periods.due(
            self.frequency,
            int(self.weekday),
            self.month_day,
            self.hour,
            self.company_id._service_tz(),
            self.planned_from,
            fields.Datetime.now(),
        )
        sent = set(self.issue_ids.mapped("key"))
        return [period for period in due if period.key not in sent]

    def _get_last_period(self):
        """Return the last complete period before today."""
        self.ensure_one()
        today = datetime.now(ZoneInfo(self.company_id._service_tz())).date()
        return summary_periods.period_before(self.frequency, today)

    # By hand
    def action_preview(self):
        """Show the document about the last complete period."""
        self.ensure_one()
        self.check_access("read")
        # without days: then the report takes the last period, and the web client passes the id
        report = self.env.ref("service_center.action_report_complaint_summary")
        return report.report_action(self, config=False)

    def action_preview_workbook(self):
        """Download the workbook about the last complete period."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/service_center/summary/{self.id}/workbook",
            "target": "download",
        }

    def action_send_now(self):
        """Send the last complete period, unless it was sent already.

        :raise UserError: it was sent
        """
        self.ensure_one()
        self.check_access("write")
        period = self._get_last_period()
        if period.key in self.issue_ids.mapped("key"):
            raise UserError(self.env._("This period was sent already; everybody has it."))
        self._send(period)

    # By the cron
    @api.model
    def _cron_send(self):
        """Send what is due, one summary and period a transaction; each period once."""
        Cron = self.env["ir.cron"]
        due = [(summary, period) for summary in self.search([]) for period in summary._get_due_periods()]
        Cron._commit_progress(remaining=len(due))
        for summary, period in due:
            try:
                with self.env.cr.savepoint():
                    summary._send(period)
            except Exception as error:
                _logger.exception("Complaint summary %s could not be sent", summary.id)
                summary.error = f"{type(error).__name__}: {error}"[:500]
            if not Cron._commit_progress(1):
                break
