from odoo import models
from odoo.tools import format_amount

from ..report.complaint_workbook import ComplaintWorkbook


class ServiceComplaintSummary(models.Model):
    """Tables of the PDF, as texts in the reader's language."""

    # one concern a file: what is counted is one, how it is written another
    _inherit = "service.complaint.summary"  # pylint: disable=consider-merging-classes-inherited

    def _get_total_rows(self, report):
        """Return [(label, now, before, a year before)] of the totals."""
        lines = ComplaintWorkbook(self.env, report)._get_total_lines()
        return [
            (
                label,
                *(
                    self._say_figure(getattr(figures, name), kind, report)
                    for _heading, figures in report.periods
                ),
            )
            for label, name, kind in lines
        ]

    def _get_group_tables(self, report, shown):
        """Return [(title, [(label, received, share, closed, average days)], left out)]."""
        tables = []
        titles = {
            "category_id": self.env._("By category"),
            "channel": self.env._("By channel"),
            "product_id": self.env._("By product"),
            "employee_ids": self.env._("By employee"),
        }
        for by, title in titles.items():
            groups = [group for group in report.groups[by] if by != "employee_ids" or group.known]
            rows = [
                (
                    group.label,
                    self._say_figure(group.received, "count", report),
                    self._say_figure(group.share_of(report.figures.received), "share", report),
                    self._say_figure(group.closed, "count", report),
                    self._say_figure(group.average_days, "days", report),
                )
                for group in groups[:shown]
            ]
            if rows:
                tables.append((title, rows, max(len(groups) - shown, 0)))
        return tables

    def _say_figure(self, value, kind, report):
        if value is None:
            return "–"
        if kind == "share":
            return f"{value:.1%}"
        if kind == "days":
            return f"{value:.1f}"
        if kind == "money":
            return format_amount(self.env, value, report.currency)
        return f"{value:,}"
