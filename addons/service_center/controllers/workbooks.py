from odoo import http
from odoo.http import content_disposition, request

from ..report.callback_tables import CallbackSheets
from ..report.case_workbook import CaseWorkbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ServiceWorkbooks(http.Controller):
    """Workbooks that are made when they are asked for, and kept nowhere."""

    def _respond(self, name, content):
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(f"{name}.xlsx")),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(content, headers=headers)

    @http.route(
        "/service_center/complaint/<int:complaint_id>/workbook", type="http", auth="user", readonly=True
    )
    def case(self, complaint_id, **_kwargs):
        """Return the file of a case; officers only."""
        complaint = request.env["service.complaint"].browse(complaint_id).exists()
        complaint._check_may_see_file()
        if not complaint:
            raise request.not_found()
        title = request.env._("Complaint %(number)s", number=complaint.name)
        workbook = CaseWorkbook(request.env, title, complaint._get_case_file())
        return self._respond(complaint.name.replace("/", "-"), workbook.render())

    @http.route("/service_center/summary/<int:summary_id>/workbook", type="http", auth="user", readonly=True)
    def summary(self, summary_id, **_kwargs):
        """Return the workbook of a summary about the last complete period; officers only."""
        summary = request.env["service.complaint.summary"].browse(summary_id).exists()
        summary.check_access("read")
        if not summary:
            raise request.not_found()
        summary = summary.with_context(allowed_company_ids=summary.company_id.ids)
        period = summary._get_last_period()
        return self._respond(f"{summary.name} {period.first} {period.last}", summary._render_workbook(period))

    @http.route(
        "/service_center/callback_report/<int:report_id>/workbook", type="http", auth="user", readonly=True
    )
    def callback_report(self, report_id, **_kwargs):
        """Return a callback report form as a workbook; who may read the form."""
        report = request.env["service.callback.report"].browse(report_id).exists()
        report.check_access("read")
        if not report:
            raise request.not_found()
        report = report.with_context(allowed_company_ids=report.company_id.ids)
        workbook = CallbackSheets(request.env, report._get_report())
        return self._respond(
            f"{workbook.report.title} {report.date_from} {report.date_to}", workbook.render()
        )
