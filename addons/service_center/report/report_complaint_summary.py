from datetime import date

from odoo import api, models

from .callback_tables import say

SHOWN = 10  # groups in a table of the document; the workbook has them all


class ReportComplaintSummary(models.AbstractModel):
    """What the PDF of a summary shows: totals, limits kept, and the largest groups."""

    _name = "report.service_center.report_complaint_summary"
    _description = "Complaint Summary (PDF)"

    @api.model
    def _get_report_values(self, docids, data=None):
        summaries = self.env["service.complaint.summary"].browse(docids)
        days = data and data.get("first") and tuple(map(date.fromisoformat, (data["first"], data["last"])))
        pages = []
        for summary in summaries:
            period = days or summary._get_last_period()
            report = summary._get_report(period)
            pages.append(
                {
                    "summary": summary,
                    "period": period,
                    "report": report,
                    "totals": summary._get_total_rows(report),
                    "shares": [
                        (label, "–" if share is None else f"{share:.0%}")
                        for label, share in summary._get_shares(period)
                    ],
                    "groups": summary._get_group_tables(report, SHOWN),
                }
            )
        return {"docs": summaries, "pages": pages, "say": say}
