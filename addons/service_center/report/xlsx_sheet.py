"""A printable sheet of a report: headings, tables and charts, written from the top to the bottom."""

import re
import unicodedata
from datetime import date

import xlsxwriter

BORDER = "#BFBFBF"
SHADE = "#E8EEF7"
COLOURS = ("#2F5D8A", "#E08E45")
PIE_COLOURS = (
    *("#2F5D8A", "#E08E45", "#6BA368", "#B5495B", "#8A79AF"),
    *("#4FA3A5", "#C9B458", "#7F7F7F", "#A9714B", "#5B84B1"),
)
A4 = 9


def new_workbook(output, title):
    """Return an xlsxwriter workbook in which no text becomes a formula, a link or a number by itself."""
    book = xlsxwriter.Workbook(
        output,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": title})
    return book


def money_format(currency):
    """Return the number format of a ``res.currency``: its symbol, on its side, and its decimals."""
    symbol = '"{}"'.format((currency.symbol or currency.name).replace('"', ""))
    number = "#,##0" + ("." + "0" * currency.decimal_places if currency.decimal_places else "")
    return f"{symbol} {number}" if currency.position == "before" else f"{number} {symbol}"


def sheet_name(name):
    """Return ``name`` as Excel allows it for a sheet: without []:*?/\\ and at most 31 characters."""
    return re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:31]


def text_width(text):
    """Return how wide a text is, in columns of Latin letters; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


class SheetWriter:
    """Writes one sheet downwards; ``row`` is where the next line goes."""

    def __init__(self, book, name, lang):
        self.book = book
        self.name = sheet_name(name)
        self.font = "Microsoft YaHei" if lang.startswith("zh") else "Calibri"
        self.sheet = book.add_worksheet(self.name)
        self.row = 0
        self.widths = []
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&C&P / &N")
        self.sheet.hide_gridlines(2)

    def _format(self, **properties):
        return self.book.add_format(
            {"font_name": self.font, "font_size": 10, "valign": "vcenter", **properties}
        )

    def write_heading(self, title, lines):
        """Write the title and the lines that say whose report it is and of when."""
        self.sheet.set_row(0, 26)
        self.sheet.write_string(0, 0, title, self._format(bold=True, font_size=16))
        muted = self._format(font_color="#595959")
        for self.row, line in enumerate(lines, 1):
            self.sheet.write_string(self.row, 0, line, muted)
        self.row += 2

    def write_note(self, text):
        """Write a line of text above a table."""
        self.sheet.write_string(self.row - 1, 0, text, self._format(italic=True))
        self.row += 1

    def set_widths(self, widths):
        """Set the widths of the columns, in Latin letters."""
        self.widths = widths
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def write_headings(self, labels, freeze=True, repeat=True):
        """Write the headings of a table, which stay visible on the screen and come again on every page."""
        style = {"bold": True, "bg_color": SHADE, "border": 1, "border_color": BORDER, "text_wrap": True}
        left, right = self._format(**style), self._format(**style, align="right")
        for column, label in enumerate(labels):
            self.sheet.write_string(self.row, column, label, right if column else left)
        lines = max(
            -(-text_width(label) // (width - 1)) for label, width in zip(labels, self.widths, strict=False)
        )
        self.sheet.set_row(self.row, 6 + 15 * lines)
        if freeze:
            self.sheet.freeze_panes(self.row + 1, 0)
            self.sheet.repeat_rows(0, self.row if repeat else 1)
        self.row += 1

    def write_line(self, cells, bold=False):
        """Write one line of a table from (value, number format): texts, days, numbers, None for unknown."""
        style = {"border": 1, "border_color": BORDER, "bold": bold}
        if bold:
            style["top"] = 2
        for column, (value, number) in enumerate(cells):
            if isinstance(value, date):
                self.sheet.write_datetime(
                    self.row, column, value, self._format(**style, num_format="yyyy-mm-dd", align="left")
                )
            elif isinstance(value, str):
                indent = (len(value) - len(value.lstrip())) // 4
                self.sheet.write_string(
                    self.row, column, value.strip(), self._format(**style, text_wrap=True, indent=indent)
                )
                lines = -(-text_width(value.strip()) // max(1, self.widths[column] - 2 * indent))
                if lines > 1:
                    self.sheet.set_row(self.row, 3 + 14 * lines)
            elif value is None:
                self.sheet.write_string(self.row, column, "–", self._format(**style, align="right"))
            else:
                self.sheet.write_number(self.row, column, value, self._format(**style, num_format=number))
        self.row += 1

    def reserve(self, rows):
        """Keep some rows free for a chart; return the first of them."""
        first = self.row + 1
        self.row += rows + 2
        return first

    def _range(self, first_row, last_row, column):
        return [self.name, first_row, column, last_row, column]

    def _style_chart(self, chart, title, width, height):
        chart.set_title(
            {"name": title, "name_font": {"name": self.font, "size": 12, "bold": True}, "overlay": False}
        )
        chart.set_size({"width": width, "height": height})
        chart.set_chartarea({"border": {"color": BORDER}})

    def insert_series_chart(self, row, title, first_row, last_row, day_format):
        """Draw the second and third column over the first, across the whole table."""
        chart = self.book.add_chart({"type": "line"})
        for column, colour in enumerate(COLOURS, 1):
            chart.add_series(
                {
                    "name": [self.name, first_row - 1, column],
                    "categories": self._range(first_row, last_row, 0),
                    "values": self._range(first_row, last_row, column),
                    "line": {"color": colour, "width": 2},
                    "marker": {
                        "type": "circle",
                        "size": 4,
                        "fill": {"color": colour},
                        "border": {"color": colour},
                    },
                }
            )
        font = {"name": self.font, "size": 9}
        chart.set_x_axis({"num_format": day_format, "text_axis": True, "num_font": {**font, "rotation": -45}})
        chart.set_y_axis(
            {
                "min": 0,
                "num_format": "0",
                "num_font": font,
                "major_gridlines": {"visible": True, "line": {"color": "#E0E0E0"}},
            }
        )
        chart.set_legend({"position": "bottom", "font": font})
        self._style_chart(chart, title, 7 * sum(self.widths) + 5 * len(self.widths), 410)
        self.sheet.insert_chart(row, 0, chart)

    def insert_group_chart(self, kind, title, first_row, last_row):
        """Draw the second column of these lines by the first, beside the table: ``bar`` or ``pie``."""
        chart = self.book.add_chart({"type": kind})
        font = {"name": self.font, "size": 9}
        series = {
            "name": [self.name, first_row - 1, 1],
            "categories": self._range(first_row, last_row, 0),
            "values": self._range(first_row, last_row, 1),
        }
        if kind == "pie":
            series["data_labels"] = {"percentage": True, "font": font, "position": "outside_end"}
            series["points"] = [
                {"fill": {"color": colour}} for colour in PIE_COLOURS[: last_row - first_row + 1]
            ]
            chart.set_legend({"position": "right", "font": font})
        else:
            series |= {"fill": {"color": COLOURS[0]}, "gap": 60, "data_labels": {"value": True, "font": font}}
            chart.set_legend({"none": True})
            chart.set_y_axis({"reverse": True, "num_font": font})
            chart.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
        chart.add_series(series)
        self._style_chart(chart, title, 440, 380)
        self.sheet.insert_chart(first_row - 1, len(self.widths), chart, {"x_offset": 15})
