"""Read one CSV file of a policy pack into rows of texts that know their line; no Odoo, no files, no clock.

UTF-8 with or without a byte order mark, comma, double quotes (RFC 4180). Nothing is guessed: what is not
plainly right is a ``Fault`` with file, line and column.
"""

import csv
import io
import re
from dataclasses import dataclass, field
from difflib import get_close_matches

MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_BYTES = 5 * 2**20  # of one file
# what a spreadsheet program would take for a formula is written behind an apostrophe, and read without it
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")


@dataclass(frozen=True)
class Fault:
    """What is wrong and where: ``column`` "" is the whole line, ``line`` 0 the whole file."""

    file: str
    line: int
    column: str
    code: str
    params: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One record of a file: its first line and its cells by column."""

    line: int
    cells: dict


@dataclass(frozen=True)
class Table:
    file: str
    columns: tuple
    rows: tuple


def guard(text):
    """Return ``text`` so that a spreadsheet program does not run it; ``unguard`` gives it back."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguard(text):
    """Return the text that ``guard`` made safe."""
    return text[1:] if _GUARDED.match(text) else text


def nearest(text, known):
    """Return what of ``known`` was probably meant by ``text``, or None."""
    return next(iter(get_close_matches(text, list(known), 1, 0.7)), None)


def read_table(file, content):
    """Return (``Table`` or None, [``Fault``]) of the bytes of a CSV file; every fault that can be found."""
    if len(content) > MAX_BYTES:
        return None, [Fault(file, 0, "", "file_too_large", {"limit": MAX_BYTES // 2**20})]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return None, [Fault(file, line, "", "encoding")]
    lines, faults = _read_lines(file, text)
    if faults:
        return None, faults
    if not lines:
        return None, [Fault(file, 1, "", "no_header")]
    (first, header), *records = lines
    columns = tuple(cell.strip() for cell in header)
    faults = _check_header(file, first, columns)
    if faults:
        return None, faults
    rows = []
    for line, cells in records:
        if len(cells) != len(columns):
            params = {"count": len(cells), "expected": len(columns)}
            faults.append(Fault(file, line, "", "cell_count", params))
            continue
        rows.append(
            Row(line, {name: unguard(cell.strip()) for name, cell in zip(columns, cells, strict=True)})
        )
    return Table(file, columns, tuple(rows)), faults


def _read_lines(file, text):
    """Return ([(line, cells)], faults); blank lines are left out."""
    found, line = [], 1
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((line, cells))
            line = reader.line_num + 1
            if len(found) > MAX_ROWS + 1:
                return [], [Fault(file, line, "", "too_many_rows", {"limit": MAX_ROWS})]
    except csv.Error:
        return [], [Fault(file, line, "", "broken")]
    return found, []


def _check_header(file, line, columns):
    if len(columns) > MAX_COLUMNS:
        return [Fault(file, line, "", "too_many_columns", {"limit": MAX_COLUMNS})]
    if len(columns) == 1 and re.search(r"[;\t|]", columns[0]):
        return [Fault(file, line, "", "delimiter")]
    faults = [
        Fault(file, line, "", "column_unnamed", {"number": number})
        for number, name in enumerate(columns, 1)
        if not name
    ]
    twice = {name for name in columns if name and columns.count(name) > 1}
    faults += [Fault(file, line, name, "column_twice") for name in sorted(twice)]
    return faults


def write_table(columns, rows):
    """Return the bytes of a CSV file from dicts of texts; texts that look like formulas are guarded."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guard(row.get(name, "")) for name in columns])
    return out.getvalue().encode()
