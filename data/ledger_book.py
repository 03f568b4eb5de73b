"""Write the rows of a sample ledger into a workbook as people keep them: title, headings, notes."""

from datetime import date, datetime

import xlsxwriter


def write_book(target, title, name, columns, rows, notes):
    """Write ``rows`` under ``title`` and the headings of ``columns`` ({code: (heading, width)})."""
    book = xlsxwriter.Workbook(str(target))
    book.set_properties({"title": title, "created": datetime(2026, 11, 2, 9, 0)})
    sheet = book.add_worksheet(name)
    large = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    heading = book.add_format(
        {"bold": True, "bg_color": "#D9E2F3", "border": 1, "align": "center", "text_wrap": True}
    )
    sheet.merge_range(0, 0, 0, len(columns) - 1, title, large)
    sheet.set_row(0, 30)
    for column, (label, width) in enumerate(columns.values()):
        sheet.write_string(1, column, label, heading)
        sheet.set_column(column, column, width)
    _write_rows(book, sheet, rows)
    sheet.freeze_panes(2, 3)
    sheet.autofilter(1, 0, len(rows) + 1, len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 1)
    sheet = book.add_worksheet("填表说明")
    for line, text in enumerate(notes):
        sheet.write_string(line, 0, text)
    sheet.set_column(0, 0, 60)
    book.close()


def _write_rows(book, sheet, rows):
    body = book.add_format({"border": 1, "valign": "top", "text_wrap": True})
    dated = book.add_format({"border": 1, "valign": "top", "num_format": "yyyy/m/d"})
    timed = book.add_format({"border": 1, "valign": "top", "num_format": "yyyy/m/d h:mm"})
    for line, row in enumerate(rows, 2):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(line, column, value, timed)
            elif isinstance(value, date):
                sheet.write_datetime(line, column, value, dated)
            elif isinstance(value, (int, float)):
                sheet.write_number(line, column, value, body)
            elif value:
                sheet.write_string(line, column, value, body)
            else:
                sheet.write_blank(line, column, None, body)
