import io

from .xlsx_sheet import SheetWriter, new_workbook

WIDTHS = {2: (26, 100), 4: (22, 26, 30, 70), 5: (14, 14, 20, 20, 70), 6: (26, 20, 22, 22, 22, 16)}
CELL = 32_000  # characters of a cell: Excel takes 32,767
FIRST_SHEET = ("case", "texts", "decisions")


class CaseWorkbook:
    """Lays the file of a case out as a workbook: the case on the first sheet, then a sheet per table.

    Every cell is written as text, so that nothing that somebody wrote is ever a formula.
    """

    def __init__(self, env, title, sections):
        self.env = env
        self.title = title
        self.sections = sections

    def render(self):
        """Return the bytes of the XLSX file."""
        output = io.BytesIO()
        self.book = new_workbook(output, self.title)
        first = self._new_sheet(self.env._("Case"))
        first.set_widths(WIDTHS[4])
        for section in self.sections:
            if section.code in FIRST_SHEET:
                self._write(first, section)
            else:
                sheet = self._new_sheet(section.title)
                self._write(sheet, section, alone=True)
        self.book.close()
        return output.getvalue()

    def _new_sheet(self, name):
        sheet = SheetWriter(self.book, name, self.env.lang or "en_US")
        sheet.write_heading(self.title, ())
        return sheet

    def _write(self, sheet, section, alone=False):
        headings = section.headings or (section.title, "")
        if alone:
            sheet.set_widths(WIDTHS.get(len(headings), (24,) * len(headings)))
        sheet.write_headings(headings, freeze=alone)
        for row in section.rows:
            sheet.write_line([(text[:CELL], None) for text in row])
        sheet.row += 1
