"""What stands open of the awards of one year: offset and conversion (ASC-OFF-01, ASC-ACC-01/02, Q-41).

In the order of days, then of keys, every record first cancels the oldest open one that is opposite on its
level. Three open merits become one major merit, and three demerits one major demerit, which cancels or counts
in its turn. Neither carries points, and what was converted is not cancelled singly any more. Judging is pure
replay: whatever comes late, out of order or is taken back, the result is that of the whole year anew.
"""

from collections import deque
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

KINDS = ("commendation", "merit", "major_merit", "warning", "demerit", "major_demerit")
OPPOSITE = {
    "commendation": "warning",
    "merit": "demerit",
    "major_merit": "major_demerit",
    "warning": "commendation",
    "demerit": "merit",
    "major_demerit": "major_merit",
}
#: what several of a kind become
BECOMES = {"merit": "major_merit", "demerit": "major_demerit"}
_LEVEL = {
    "commendation": ("commendation", 1),
    "merit": ("merit", 1),
    "major_merit": ("major", 1),
    "warning": ("commendation", -1),
    "demerit": ("merit", -1),
    "major_demerit": ("major", -1),
}

OPEN, OFFSET, CONVERTED = "open", "offset", "converted"


class Scheme(NamedTuple):
    """What a rule book says of awards; the values of Q-41 where none does. 0: never."""

    commendation: float = 1
    merit: float = 3
    major: float = 9
    conversion: int = 3  # so many open merits (demerits) become a major one
    dismissal: int = 3  # at so many open major demerits dismissal is proposed


DEFAULT = Scheme()


class Record(NamedTuple):
    """A confirmed award; ``key`` orders those of one day."""

    key: Any
    day: date
    kind: str
    points: float
    conversion: int = DEFAULT.conversion
    dismissal: int = DEFAULT.dismissal


class Row:
    """A record as it stands at the end; ``key`` None: a major one made of the rows whose ``into`` it is.

    ``state`` is open, offset (``partner``: the row that it cancels and that cancels it) or converted
    (``into``: the row that it became a part of).
    """

    __slots__ = ("day", "into", "key", "kind", "partner", "points", "state")

    def __init__(self, key, day, kind, points):
        self.key, self.day, self.kind, self.points = key, day, kind, points
        self.state, self.partner, self.into = OPEN, None, None


class Reached(NamedTuple):
    """So many major demerits stood open once the record ``key`` of ``day`` was entered: ``rows``."""

    key: Any
    day: date
    rows: tuple


class Standing(NamedTuple):
    """``rows`` in the order in which they were entered; ``open``: how many of each kind."""

    rows: list
    open: dict
    points: float
    points_by_month: dict
    reached: list


def points_of(kind, scheme=DEFAULT):
    """Return the signed points of an award of a kind (ASC-PTS-01)."""
    level, sign = _LEVEL[kind]
    return sign * getattr(scheme, level)


def judge(records):
    """Return the ``Standing`` of the records of one person and calendar year, in whatever order they come.

    The thresholds are those of the record that is entered.
    """
    year = _Year()
    months = dict.fromkeys(range(1, 13), 0.0)
    for record in sorted(records, key=attrgetter("day", "key")):
        months[record.day.month] += record.points
        row = Row(record.key, record.day, record.kind, record.points)
        while row:
            row = year.enter(row, record)
    months = {month: round(points, 2) for month, points in months.items()}
    return Standing(
        year.rows,
        {kind: len(year.waiting[kind]) for kind in KINDS},
        round(sum(months.values()), 2),
        months,
        year.reached,
    )


class _Year:
    """The state of a year between two records."""

    def __init__(self):
        self.rows, self.reached = [], []
        self.waiting = {kind: deque() for kind in KINDS}  # those that stand open, the oldest first
        self.is_over = False  # so many major demerits stand open, and that was said

    def enter(self, row, record):
        """Enter one row; returns the major one that it completes, if it does."""
        self.rows.append(row)
        opposite, same = self.waiting[OPPOSITE[row.kind]], self.waiting[row.kind]
        if opposite:
            other = opposite.popleft()
            row.state = other.state = OFFSET
            row.partner, other.partner = other, row
            self.is_over = self.is_over and len(self.waiting["major_demerit"]) >= record.dismissal
            return None
        same.append(row)
        if row.kind in BECOMES and 0 < record.conversion <= len(same):
            major = Row(None, row.day, BECOMES[row.kind], 0.0)
            for _time in range(record.conversion):
                part = same.popleft()
                part.state, part.into = CONVERTED, major
            return major
        if row.kind == "major_demerit" and 0 < record.dismissal <= len(same) and not self.is_over:
            self.is_over = True
            self.reached.append(Reached(record.key, row.day, tuple(same)))
        return None
