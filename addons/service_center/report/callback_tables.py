import io
from dataclasses import dataclass, field

from .xlsx_sheet import SheetWriter, new_workbook

#: number formats of a workbook; what is not here is text
FORMATS = {"count": "#,##0", "share": "0.0%", "score": "0.00"}


@dataclass
class Table:
    """A table of a report: ``rows`` are tuples of (value, kind); kinds: text, count, share, score."""

    title: str
    headings: list
    rows: list
    note: str = ""


@dataclass
class CallbackReport:
    """What a report of callbacks shows, ready to be laid out; ``texts`` are (title, text) of people."""

    title: str
    heading: tuple  # lines below the title
    tables: list
    texts: list = field(default_factory=list)


def say(value, kind):
    """Return a value of a table as text."""
    if value is None:
        return "–"
    if kind == "share":
        return f"{value:.1%}"
    if kind == "score":
        return f"{value:.2f}"
    if kind == "count":
        return f"{value:,}"
    return str(value)


class CallbackSheets:
    """Writes the tables of a ``CallbackReport`` into workbooks; texts stay texts, also those with “=”."""

    def __init__(self, env, report):
        self.env = env
        self.report = report

    def render(self):
        """Return the bytes of a workbook of its own."""
        output = io.BytesIO()
        book = new_workbook(output, self.report.title)
        self.add_to(book, self.env._("Callbacks"))
        book.close()
        return output.getvalue()

    def add_to(self, book, name):
        """Add one sheet to a workbook."""
        sheet = SheetWriter(book, name, self.env.lang or "en_US")
        sheet.write_heading(self.report.title, self.report.heading)
        columns = max((len(table.headings) for table in self.report.tables), default=1)
        sheet.set_widths([40, *[16] * (columns - 1)])
        for table in self.report.tables:
            if table.note:
                sheet.row += 1
                sheet.write_note(table.note)
            sheet.write_headings([table.title, *table.headings[1:]], freeze=False)
            for row in table.rows:
                sheet.write_line([(value, FORMATS.get(kind)) for value, kind in row])
            sheet.row += 1
        for title, text in self.report.texts:
            sheet.write_headings([title], freeze=False)
            for line in (text or "–").splitlines() or [""]:
                sheet.write_line([(line, None)])
            sheet.row += 1
