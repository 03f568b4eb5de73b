"""Write XLSX files: the rows to correct, and the empty template. Text is always written as text, never as
a formula.
"""

import io
from datetime import date, datetime, time
from decimal import Decimal

import xlsxwriter

from ..engine.cells import plain
from ..engine.texts import clean

MAX_CELL = 32_767  # characters that a cell can hold
_CUT = "…"


def write_text(sheet, row, column, text, cell_format=None):
    """Write ``text`` as text, cut to what a cell can hold."""
    text = clean(text)
    if len(text) > MAX_CELL:
        text = text[: MAX_CELL - len(_CUT)] + _CUT
    sheet.write_string(row, column, text, cell_format)


def _workbook(buffer):
    return xlsxwriter.Workbook(
        buffer, {"in_memory": True, "remove_timezone": True, "nan_inf_to_errors": True}
    )


def correction_file(headings, rows, problem_heading):
    """Bytes of a workbook with ``headings`` and ``rows``: ``(cells, {position of a bad cell}, sentences)``.

    Columns and values are those of the ledger, in its order; one more column says what is wrong.
    """
    buffer = io.BytesIO()
    book = _workbook(buffer)
    sheet = book.add_worksheet()
    styles = {
        bad: {
            "text": book.add_format(
                {"bg_color": "#FDE2E0" if bad else "#FFFFFF", "border": 1, "border_color": "#DDDDDD"}
            ),
            "day": book.add_format({"num_format": "yyyy-mm-dd", **({"bg_color": "#FDE2E0"} if bad else {})}),
            "moment": book.add_format(
                {"num_format": "yyyy-mm-dd hh:mm:ss", **({"bg_color": "#FDE2E0"} if bad else {})}
            ),
        }
        for bad in (False, True)
    }
    bold = book.add_format(
        {"bold": True, "bg_color": "#E8EDF3", "text_wrap": True, "valign": "top", "border": 1}
    )
    wrap = book.add_format({"text_wrap": True, "font_color": "#B00020", "valign": "top"})
    for column, heading in enumerate([*headings, problem_heading]):
        write_text(sheet, 0, column, heading, bold)
    for index, (cells, bad, sentences) in enumerate(rows, 1):
        for column, value in enumerate(cells[: len(headings)]):
            _write_value(sheet, index, column, value, styles[column in bad])
        write_text(sheet, index, len(headings), "\n".join(sentences), wrap)
    sheet.set_column(0, max(len(headings) - 1, 0), 18)
    sheet.set_column(len(headings), len(headings), 60)
    sheet.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()


def _write_value(sheet, row, column, value, styles):
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        sheet.write_number(row, column, value, styles["text"])
    elif isinstance(value, datetime) and value.year >= 1900:
        sheet.write_datetime(row, column, value, styles["day" if value.time() == time() else "moment"])
    elif isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, column, value, styles["day"])
    elif value is None:
        sheet.write_blank(row, column, None, styles["text"])
    else:
        write_text(sheet, row, column, plain(value), styles["text"])


def template_file(columns, words):
    """Bytes of an empty ledger with the headings of ``columns`` and a second sheet that explains them.

    ``words`` are the texts of the second sheet: ``sheet``, ``notes``, ``heading``, ``needed``, ``yes``,
    ``enter``, ``example``.
    """
    buffer = io.BytesIO()
    book = _workbook(buffer)
    sheet, notes = book.add_worksheet(words["sheet"]), book.add_worksheet(words["notes"])
    bold = book.add_format({"bold": True, "bg_color": "#E8EDF3", "border": 1})
    needed = book.add_format({"bold": True, "bg_color": "#FFE9B8", "border": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    as_text = book.add_format({"num_format": "@"})
    for position, word in enumerate(("heading", "needed", "enter", "example")):
        write_text(notes, 0, position, words[word], bold)
    for index, column in enumerate(columns):
        write_text(sheet, 0, index, column.label, needed if column.required else bold)
        sheet.set_column(
            index,
            index,
            14 if column.limit <= 500 else 40,
            None if column.kind in ("date", "datetime", "amount") else as_text,
        )
        if column.kind == "selection" and column.choices:
            sheet.data_validation(
                1,
                index,
                5000,
                index,
                {
                    "validate": "list",
                    "source": [names[0] for names in column.choices.values()],
                    "error_type": "information",
                },
            )
        for position, text in enumerate(
            (column.label, words["yes"] if column.required else "", column.help, column.example)
        ):
            write_text(notes, index + 1, position, text, wrap)
    sheet.freeze_panes(1, 0)
    notes.set_column(0, 0, 24)
    notes.set_column(1, 1, 10)
    notes.set_column(2, 3, 60)
    book.close()
    return buffer.getvalue()
