"""The XLSX file for payroll: the same table gives the same bytes, whenever it is written."""

import io
from datetime import datetime
from decimal import Decimal

import xlsxwriter

from odoo.addons.service_kernel.tools.ledger_xlsx import write_text

#: the day that the file says it was made on: the clock may not change its bytes
_MADE = datetime(2000, 1, 1)


def write_xlsx(table, title, digits=2):
    """Return the bytes of a workbook of one sheet with the cells of ``table``; the first row is headings.

    Texts stay texts, so numbers of employees keep their leading zeros and no name becomes a formula.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": title, "created": _MADE})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True, "bg_color": "#E8EDF3", "border": 1})
    money = book.add_format({"num_format": "0" + ("." + "0" * digits if digits else "")})
    text = book.add_format({"num_format": "@"})
    for index, cells in enumerate(table):
        for column, value in enumerate(cells):
            if isinstance(value, Decimal):
                sheet.write_number(index, column, value, money)
            elif isinstance(value, int):
                sheet.write_number(index, column, value)
            else:
                write_text(sheet, index, column, value, text if index else bold)
    sheet.set_column(0, max(len(table[0]) - 1, 3), 16)
    sheet.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()
