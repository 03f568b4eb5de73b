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
    """``rows`` in the order in which they were entered; ``open``: how many of each kind.

    ``is_over``: so many major demerits stand open at the end that dismissal is proposed.
    """

    rows: list
    open: dict
    points: float
    points_by_month: dict
    reached: list
    is_over: bool


def points_of(kind, scheme=DEFAULT):
    """Return the signed points of an award of a kind (ASC-PTS-01)."""
    level, sign = _LEVEL[kind]
    return sign * getattr(scheme, level)


def judge(records):
    """Return the ``Standing`` of the records of one person and calendar year, in whatever order they come.

    The thresholds are those of the record that is entered.
    """
    rows, reached = [], []
    waiting = {kind: deque() for kind in KINDS}  # those that stand open, the oldest first
    major_demerits = waiting["major_demerit"]
    is_over = False  # so many major demerits stand open, and that was said
    months = [0.0] * 13
    for key, day, kind, points, conversion, dismissal in sorted(records, key=attrgetter("day", "key")):
        months[day.month] += points
        row = Row(key, day, kind, points)
        while row:
            rows.append(row)
            kind, opposite = row.kind, waiting[OPPOSITE[row.kind]]
            if opposite:
                other = opposite.popleft()
                row.state = other.state = OFFSET
                row.partner, other.partner = other, row
                is_over = is_over and len(major_demerits) >= dismissal
                break
            same = waiting[kind]
            same.append(row)
            row = None
            if kind in BECOMES and 0 < conversion <= len(same):
                row = Row(None, day, BECOMES[kind], 0.0)  # enters in its turn
                for _time in range(conversion):
                    part = same.popleft()
                    part.state, part.into = CONVERTED, row
            elif kind == "major_demerit" and 0 < dismissal <= len(same) and not is_over:
                is_over = True
                reached.append(Reached(key, day, tuple(same)))
    by_month = {month: round(months[month], 2) for month in range(1, 13)}
    return Standing(
        rows,
        {kind: len(waiting[kind]) for kind in KINDS},
        round(sum(months), 2),
        by_month,
        reached,
        is_over,
    )
