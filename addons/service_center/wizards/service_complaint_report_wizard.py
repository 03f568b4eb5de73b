import base64
from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, format_datetime

from ..engine import complaint_report
from ..report.complaint_workbook import ComplaintWorkbook

FIRST_YEAR, LAST_YEAR = 1900, 2999
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ServiceComplaintReportWizard(models.TransientModel):
    """Asks for a month or other days, and gives the complaint report of a company as a workbook."""

    _name = "service.complaint.report.wizard"
    _description = "Complaint Report"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    period = fields.Selection([("month", "A month"), ("days", "Other days")], required=True, default="month")
    month = fields.Selection(
        [
            ("1", "January"),
            ("2", "February"),
            ("3", "March"),
            ("4", "April"),
            ("5", "May"),
            ("6", "June"),
            ("7", "July"),
            ("8", "August"),
            ("9", "September"),
            ("10", "October"),
            ("11", "November"),
            ("12", "December"),
        ],
        default=lambda self: str(self._get_last_month().month),
    )
    year = fields.Integer(default=lambda self: self._get_last_month().year)
    date_from = fields.Date("From")
    date_to = fields.Date("To")
    site_id = fields.Many2one("service.site", check_company=True, help="With all its parts.")
    category_id = fields.Many2one("service.category", check_company=True, help="With all its subcategories.")
    file = fields.Binary(attachment=False, readonly=True)
    file_name = fields.Char(readonly=True)

    @api.model
    def _get_last_month(self):
        """Return a day of the last complete month in the company's time zone."""
        return datetime.now(ZoneInfo(self.env.company._service_tz())).date() - relativedelta(months=1)

    @api.constrains("period", "month", "year", "date_from", "date_to")
    def _check_period(self):
        for wizard in self:
            first, last = wizard._get_days()
            if first > last:
                raise ValidationError(
                    self.env._(
                        "The report cannot end on %(last)s, before it begins on %(first)s.",
                        first=format_date(self.env, first),
                        last=format_date(self.env, last),
                    )
                )
            if not (first.year >= FIRST_YEAR and last.year <= LAST_YEAR):
                raise ValidationError(
                    self.env._(
                        "Choose days between %(first)s and %(last)s.",
                        first=str(FIRST_YEAR),
                        last=str(LAST_YEAR),
                    )
                )

    def _get_days(self):
        """Return the first and the last day of the report.

        :raise UserError: the month or one of the days is missing
        """
        self.ensure_one()
        if self.period == "days":
            if not self.date_from or not self.date_to:
                raise UserError(self.env._("Enter the first and the last day of the report."))
            return self.date_from, self.date_to
        if not self.month or not date.min.year <= self.year <= date.max.year:
            raise UserError(self.env._("Choose a month and enter its year, such as %(year)s.", year="2026"))
        return complaint_report.month_bounds(self.year, int(self.month))

    def action_download(self):
        """Make the report as the user, keep it in this record, and return the action that downloads it.

        :raise UserError: the days are missing or in the wrong order
        """
        self.ensure_one()
        self._check_period()
        # Also a company that is not ticked in the switcher, if the user belongs to it: it was asked for.
        wizard = self.with_context(allowed_company_ids=self.company_id.ids)
        self.write(
            {
                "file": base64.b64encode(ComplaintWorkbook(wizard.env, wizard._get_report()).render()),
                "file_name": wizard._get_file_name(),
            }
        )
        parameters = {"filename_field": "file_name", "mimetype": XLSX, "download": "true"}
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file?{urlencode(parameters)}",
            "target": "download",
        }

    def _get_file_name(self):
        first, last = self._get_days()
        span = f"{first:%Y-%m}" if self.period == "month" else f"{first} {last}"
        return self.env._("Complaint report %(period)s", period=span) + ".xlsx"

    def _get_report(self):
        """Count everything and return the ``ComplaintReport``."""
        first, last = self._get_days()
        Statistics = self.env["service.complaint.statistics"]
        return Statistics._get_report(
            self.company_id,
            Statistics._get_scope(self.company_id, self.site_id, self.category_id),
            first,
            last,
            title=self.env._("Monthly complaint report")
            if self.period == "month"
            else self.env._("Complaint report"),
            heading=self._get_heading(first, last, self.company_id._service_tz()),
        )

    def _get_heading(self, first, last, tz):
        lines = [
            self.env._("Company: %(name)s", name=self.company_id.display_name),
            self.env._(
                "Period: %(first)s – %(last)s (local days, %(tz)s)",
                first=format_date(self.env, first),
                last=format_date(self.env, last),
                tz=tz,
            ),
        ]
        if self.site_id:
            lines.append(self.env._("Site, with its parts: %(name)s", name=self.site_id.display_name))
        if self.category_id:
            lines.append(
                self.env._("Category, with its subcategories: %(name)s", name=self.category_id.display_name)
            )
        lines.append(
            self.env._(
                "Generated on %(moment)s by %(user)s",
                moment=format_datetime(self.env, fields.Datetime.now(), tz=tz),
                user=self.env.user.name,
            )
        )
        return tuple(lines)
