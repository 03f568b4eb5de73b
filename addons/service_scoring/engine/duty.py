"""Duties: N of something in each period, what counts, and what is missing (CU-COMP-01, CU-EDU-01, CU-PUB-*).

A duty falls due on one day of each of its calendar periods: the last one, or a day that the plan names (the
25th of the month, the 5th of the quarter's first month, 20 June of the year). On that day it can still be
fulfilled; from the next day on, what is not there is missing. What comes later is missing as well, unless
somebody excuses it with a reason (Q-58).
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from .period import MONTHS
from .period import period_of as calendar_period_of

WEEK = 7  # days


class Period(NamedTuple):
    """The days ``first`` to ``last``; the duty of the period can be fulfilled until ``due``."""

    first: date
    last: date
    due: date


class Proof(NamedTuple):
    """Something that was done: ``done`` on that day (None: never), ``excused`` by a person with a reason."""

    quantity: int
    done: date | None
    excused: bool = False


class Result(NamedTuple):
    """What became of a duty: ``counted`` in time or excused, ``late`` not, ``missing`` is the rest."""

    required: int
    counted: int
    late: int
    excused: int
    missing: int


def period_of(day, kind, due_month=0, due_day=0):
    """Return the ``Period`` of a ``kind`` (week, month, quarter, half, year) that holds a day.

    :param due_month: 1 to the number of months of the period; 0: its last one
    :param due_day: 1 to 31, a shorter month takes its last day; of a week 1 (Monday) to 7; 0: the last day
    """
    if kind == "week":
        first = day - timedelta(day.weekday())
        return Period(first, first + timedelta(WEEK - 1), first + timedelta((due_day or WEEK) - 1))
    first, last = calendar_period_of(day, kind)
    return Period(first, last, _day_of(first, due_month or MONTHS[kind], due_day))


def next_period(period, kind, due_month=0, due_day=0):
    """Return the period after ``period``."""
    return period_of(period.last + timedelta(1), kind, due_month, due_day)


def due_periods(kind, due_month, due_day, since, until):
    """Return the periods that began on ``since`` or later and whose due day is before ``until``."""
    period, found = period_of(since, kind, due_month, due_day), []
    if period.first < since:
        period = next_period(period, kind, due_month, due_day)
    while period.due < until:
        found.append(period)
        period = next_period(period, kind, due_month, due_day)
    return found


def is_owed(period, joined, left):
    """Tell whether somebody owes the duty of a period: there from its first day until it was due.

    :param joined: first day of work, None where it is unknown: no bound
    :param left: last day of work, None: still there
    """
    return (joined is None or joined <= period.first) and (left is None or left >= period.due)


def count(required, due, proofs):
    """Return the ``Result`` of a duty; done on the due day is in time, a day later is not (Q-58)."""
    counted = late = excused = 0
    for proof in proofs:
        if proof.excused:
            excused += proof.quantity
        elif proof.done is not None and proof.done <= due:
            counted += proof.quantity
        else:
            late += proof.quantity
    counted += excused
    return Result(required, counted, late, excused, max(0, required - counted))


def is_below_share(submitted, published, minimum):
    """Tell whether less than ``minimum`` per cent of what was handed in was published (CU-PUB-07, Q-04).

    Exactly the minimum is enough; of nothing handed in nothing can be said: that is missing, and no share.
    """
    return submitted > 0 and published * 100 < minimum * submitted


def _day_of(first, month, day):
    """Return the day of the ``month``-th month from ``first``; 0 or one that is not there: its last day."""
    month += first.month - 1
    length = monthrange(first.year, month)[1]
    return date(first.year, month, min(day or length, length))
