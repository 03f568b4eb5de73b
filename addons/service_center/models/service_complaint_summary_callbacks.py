from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

from ..report.callback_tables import CallbackReport, CallbackSheets
from ..report.complaint_workbook import ComplaintWorkbook


class ServiceComplaintSummary(models.Model):
    """Weekly and monthly figures of callbacks, and what is to become better (CSD-CB-01, C6)."""

    # one concern a file
    _inherit = "service.complaint.summary"  # pylint: disable=consider-merging-classes-inherited

    with_callbacks = fields.Boolean(
        help="Coverage, satisfaction and problems of the callbacks due in the period."
    )

    def _get_callback_report(self, period):
        """Return the ``CallbackReport`` about the days of ``period``."""
        self.ensure_one()
        first, last = period[-2:]
        length = last - first + timedelta(1)
        Statistics = self.env["service.callback.statistics"]
        company = self.company_id
        where = Domain.TRUE
        for name, records in (("site_id", self.site_ids), ("category_id", self.category_ids)):
            if records:
                where &= Domain(name, "child_of", records.ids)
        before, domain = (
            Statistics._get_domain(company, *days, None, self.team_ids) & where
            for days in ((first - length, last - length), (first, last))
        )
        is_whole = not (self.team_ids or self.site_ids or self.category_ids)
        plans = self.env["service.callback.plan"].search([("company_id", "=", company.id)])
        uncovered = plans._count_uncovered(first, last) if is_whole else None
        tables = Statistics._get_tables(company, domain, before, uncovered)
        items = self._get_improvements(first)
        if items:
            tables.append(items._get_table())
        return CallbackReport(self.name, self._get_heading(first, last), tables)

    def _get_improvements(self, first):
        """Return the improvements that are open, or have ended since the period began."""
        begin = self.company_id._service_day_end(first - timedelta(1))
        return self.env["service.callback.improvement"].search(
            Domain("company_id", "=", self.company_id.id)
            & (Domain("state", "=", "open") | Domain("ended_at", ">", begin))
        )

    def _render_workbook(self, period):
        if not self.with_callbacks:
            return super()._render_workbook(period)
        callbacks = CallbackSheets(self.env, self._get_callback_report(period))
        workbook = ComplaintWorkbook(self.env, self._get_report(period))
        workbook.more.append((callbacks, self.env._("Callbacks")))
        return workbook.render()


class ReportComplaintSummary(models.AbstractModel):
    """The PDF of a summary shows the callbacks, too."""

    _inherit = "report.service_center.report_complaint_summary"

    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        for page in values["pages"]:
            summary = page["summary"]
            page["callbacks"] = summary.with_callbacks and summary._get_callback_report(page["period"])
        return values
