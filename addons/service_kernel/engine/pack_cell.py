"""Read and write one cell of a policy pack: texts to plain values that compare and go into JSON, and back.

A value that cannot be read is a ``Problem`` with a code; an empty cell is the column's empty value.
"""

import math
import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from .pack_table import nearest
from .problem import Problem

EMPTY = {
    "text": "",
    "integer": 0,
    "float": 0.0,
    "boolean": False,
    "date": "",
    "selection": "",
    "one": "",
    "many": [],
    "hours": [],
}
TRUE, FALSE = {"1", "true", "yes"}, {"0", "false", "no"}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SEPARATOR = ";"
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_HOURS = re.compile(r"([a-z]{3})(?:-([a-z]{3}))?((?:\s+\d\d?:\d\d-\d\d?:\d\d)+)")
_SPAN = re.compile(r"(\d\d?):(\d\d)-(\d\d?):(\d\d)")


@dataclass(frozen=True)
class Column:
    """One column: ``name`` as in the file, ``field`` and ``lang`` where it is a translation.

    ``options`` are the values of a selection, ``comodel`` what a relation's codes belong to, ``default`` the
    value of an empty cell.
    """

    name: str
    kind: str
    field: str
    lang: str = ""
    required: bool = False
    options: tuple = ()
    comodel: str = ""
    default: object = None

    @property
    def empty(self):
        return EMPTY[self.kind] if self.default is None else self.default


def read(column, text):
    """Return the value of a cell.

    :raise Problem: missing, number, boolean, date, choice, hours, code_twice
    """
    if not text:
        if column.required and column.default is None:
            raise Problem("missing")
        return column.empty
    return _READERS[column.kind](column, text)


def write(column, value):
    """Return the text of a value; ``read`` gives the value back."""
    if value in (None, "", []):
        return ""
    if column.kind == "boolean":
        return "1" if value else "0"
    if column.kind == "many":
        return SEPARATOR.join(value)
    if column.kind == "float":
        return f"{value:.6f}".rstrip("0").removesuffix(".")  # never 6.1e-05
    if column.kind == "hours":
        return _write_hours(value)
    return str(value)


def _integer(_column, text):
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise Problem("integer", value=text)
    return int(text)


def _float(_column, text):
    if not _NUMBER.fullmatch(text) or len(text) > 30 or not math.isfinite(float(text)):
        raise Problem("number", value=text)
    return round(float(text), 6)


def _boolean(_column, text):
    if text.lower() not in TRUE | FALSE:
        raise Problem("boolean", value=text)
    return text.lower() in TRUE


def _date(_column, text):
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise ValueError
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise Problem("date", value=text) from error


def _selection(column, text):
    if text in column.options:
        return text
    guess = nearest(text, column.options)
    raise Problem(
        "choice_meant" if guess else "choice", value=text, options=", ".join(column.options), guess=guess
    )


def _many(_column, text):
    codes = [code.strip() for code in text.split(SEPARATOR) if code.strip()]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice:
        raise Problem("code_repeated", value=twice)
    return sorted(codes)


def _hours(_column, text):
    """``mon-fri 08:30-12:00 14:00-18:00; sat 09:00-12:00`` as [weekday (0 Monday), from, to] in minutes."""
    found = []
    for part in text.lower().split(SEPARATOR):
        match = _HOURS.fullmatch(part.strip())
        first, last = (match[1], match[2] or match[1]) if match else ("", "")
        if first not in DAYS or last not in DAYS or DAYS.index(first) > DAYS.index(last):
            raise Problem("hours", value=part.strip())
        for hour, minute, end_hour, end_minute in _SPAN.findall(match[3]):
            start, end = int(hour) * 60 + int(minute), int(end_hour) * 60 + int(end_minute)
            if not start < end <= 1440 or int(minute) > 59 or int(end_minute) > 59:
                raise Problem("hours", value=part.strip())
            found += [[day, start, end] for day in range(DAYS.index(first), DAYS.index(last) + 1)]
    found.sort()
    if any(a[0] == b[0] and b[1] < a[2] for a, b in pairwise(found)):
        raise Problem("hours_overlap", value=text)
    return found


def _write_hours(value):
    spans = {}
    for day, start, end in value:
        spans.setdefault(day, []).append(f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}")
    return f"{SEPARATOR} ".join(f"{DAYS[day]} {' '.join(spans[day])}" for day in sorted(spans))


_READERS = {
    "text": lambda _column, text: text,
    "integer": _integer,
    "float": _float,
    "boolean": _boolean,
    "date": _date,
    "selection": _selection,
    "one": lambda _column, text: text,
    "many": _many,
    "hours": _hours,
}
