import io
from dataclasses import dataclass

from .xlsx_sheet import SheetWriter, money_format, new_workbook

CHARTED = 10  # groups in a chart; the table has them all


@dataclass
class ComplaintReport:
    """What the workbook shows.

    ``periods`` are (heading, Figures): the period itself, that before, a year before.
    ``groups`` is {category_id|channel|product_id|employee_ids: ranked Group lines}.
    """

    title: str
    heading: tuple  # lines below the title: company, period, scope, who made it when
    currency: object
    periods: list
    step: str
    series: list
    groups: dict

    @property
    def figures(self):
        return self.periods[0][1]


class ComplaintWorkbook:
    """Lays a ComplaintReport out as a workbook that a manager can read on the screen and print.

    Written in the language of ``env``; every text cell is written as text, so that no name is ever a formula.
    """

    def __init__(self, env, report):
        self.env = env
        self.report = report
        #: (what writes a sheet of its own, name of the sheet), after ours
        self.more = []

    def render(self):
        """Return the bytes of the XLSX file."""
        output = io.BytesIO()
        self.book = new_workbook(output, self.report.title)
        self.formats = {
            "count": "#,##0",
            "share": "0.0%",
            "days": "0.0",
            "money": money_format(self.report.currency),
        }
        self._write_totals()
        for by, name, total in (
            ("category_id", self.env._("By category"), True),
            ("channel", self.env._("By channel"), True),
            ("product_id", self.env._("By product"), True),
            ("employee_ids", self.env._("By employee"), False),
        ):
            self._write_groups(by, name, total)
        for sheets, name in self.more:
            sheets.add_to(self.book, name)
        self.book.close()
        return output.getvalue()

    def _new_sheet(self, name):
        sheet = SheetWriter(self.book, name, self.env.lang or "en_US")
        sheet.write_heading(self.report.title, self.report.heading)
        if self.report.figures.is_empty:
            sheet.write_note(self.env._("No complaint was received, closed or rejected in this period."))
        return sheet

    def _get_total_lines(self):
        """Return [(label, attribute of Figures, format)]."""
        return [
            (self.env._("Complaints received"), "received", "count"),
            (self.env._("    of them imported as history"), "history", "count"),
            (self.env._("    of them closed by the end of the period"), "received_closed", "count"),
            (self.env._("    share closed"), "share_closed", "share"),
            (self.env._("    of them reopened since"), "reopened", "count"),
            (
                self.env._("    amount at stake (%(currency)s)", currency=self.report.currency.name),
                "amount",
                "money",
            ),
            (self.env._("Closed in the period, whenever received"), "closed", "count"),
            (self.env._("    average days to close"), "average_days", "days"),
            (self.env._("    median days to close"), "median_days", "days"),
            (self.env._("Rejected in the period, whenever received"), "rejected", "count"),
            (self.env._("Open at the end of the period"), "open_at_end", "count"),
        ]

    def _write_totals(self):
        sheet = self._new_sheet(self.env._("Totals"))
        (name, now), (before_name, before), (year_name, year_before) = self.report.periods
        change = self.env._("Change")
        sheet.set_widths([44, 17, 17, 16, 17, 16])
        sheet.write_headings(
            [self.env._("Figure"), name, before_name, change, year_name, change], repeat=False
        )
        for label, attribute, kind in self._get_total_lines():
            value, then, last_year = (getattr(figures, attribute) for figures in (now, before, year_before))
            number = self.formats[kind]
            signed = f"+{number};-{number};{number}"
            sheet.write_line(
                [
                    (label, None),
                    (value, number),
                    (then, number),
                    (self._subtract(value, then), signed),
                    (last_year, number),
                    (self._subtract(value, last_year), signed),
                ]
            )
        if not self.report.figures.is_empty:
            self._write_series(sheet)

    @staticmethod
    def _subtract(value, other):
        return None if value is None or other is None else value - other

    def _write_series(self, sheet):
        label = {"day": self.env._("Day"), "week": self.env._("Week from"), "month": self.env._("Month from")}
        chart_row = sheet.reserve(21)
        sheet.write_headings(
            [label[self.report.step], self.env._("Complaints received"), self.env._("Complaints closed")],
            freeze=False,
        )
        first_row = sheet.row
        for day, received, closed in self.report.series:
            sheet.write_line(
                [(day, None), (received, self.formats["count"]), (closed, self.formats["count"])]
            )
        sheet.insert_series_chart(
            chart_row,
            self.env._("Received and closed"),
            first_row,
            sheet.row - 1,
            "m-d" if self.report.step != "month" else "yyyy-mm",
        )

    def _write_groups(self, by, name, total):
        sheet = self._new_sheet(name)
        groups, received = self.report.groups[by], self.report.figures.received
        if by == "employee_ids":
            sheet.write_note(
                self.env._(
                    "A complaint about several employees counts for each of them; shares are of all received."
                )
            )
        sheet.set_widths([34, 11, 9, 11, 16, 12])
        sheet.write_headings(
            [
                name,
                self.env._("Complaints received"),
                self.env._("Share"),
                self.env._("Closed in the period"),
                self.env._("Amount at stake (%(currency)s)", currency=self.report.currency.name),
                self.env._("Average days to close"),
            ]
        )
        first_row = sheet.row
        for group in groups:
            sheet.write_line(self._get_group_cells(group, received))
        if groups:
            charted = [group for group in groups[:CHARTED] if group.known and group.received]
            if charted:
                sheet.insert_group_chart(
                    "pie" if by == "channel" else "bar", name, first_row, first_row + len(charted) - 1
                )
            if total:
                sheet.write_line(self._get_total_cells(), bold=True)

    def _get_group_cells(self, group, received):
        return [
            (group.label, None),
            (group.received, self.formats["count"]),
            (group.share_of(received), self.formats["share"]),
            (group.closed, self.formats["count"]),
            (group.amount, self.formats["money"]),
            (group.average_days, self.formats["days"]),
        ]

    def _get_total_cells(self):
        figures = self.report.figures
        return [
            (self.env._("Total"), None),
            (figures.received, self.formats["count"]),
            (1 if figures.received else None, self.formats["share"]),
            (figures.closed, self.formats["count"]),
            (figures.amount, self.formats["money"]),
            (figures.average_days, self.formats["days"]),
        ]
