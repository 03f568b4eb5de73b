"""How much of a period a person was scheduled to work: joining, leaving, part time, leave.

Working time is counted in seconds of open time, so that half days and long days weigh what they are; a day is
a working day of the company. Missing is not zero: a person whose contract is not known was always there.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from .numbers import rounded

ONE = Decimal(1)


class Stretch(NamedTuple):
    """Days, both included, during which a person worked on one calendar."""

    calendar: int
    first: date
    last: date


def stretches(first, last, versions, contracts=(), departed=None):
    """Return the ``Stretch``es of a person within the days ``first`` to ``last``.

    :param versions: [(first day, calendar)] in order of the days; the first one holds from ever
    :param contracts: [(first day, last day or None)]; none: employed at all times
    :param departed: last day, when the person left
    """
    result = []
    ends = [day - timedelta(days=1) for day, _calendar in versions[1:]] + [date.max]
    starts = [date.min, *(day for day, _calendar in versions[1:])]
    for (_day, calendar), start, end in zip(versions, starts, ends, strict=True):
        for begin, until in _union(contracts) or [(date.min, date.max)]:
            one = max(first, start, begin)
            other = min(last, end, until, departed or date.max)
            if one <= other:
                result.append(Stretch(calendar, one, other))
    return result


def seconds_at_work(start, end, leaves, open_seconds):
    """Seconds of open time from ``start`` to ``end`` outside of ``leaves``, which may overlap.

    :param leaves: [(start, end)]
    :param open_seconds: function of two instants
    """
    total, seen = open_seconds(start, end), start
    for begin, until in sorted(leaves):
        begin, until = max(begin, seen), min(until, end)
        if begin < until:
            total -= open_seconds(begin, until)
            seen = until
    return total


def days(seconds, day_seconds):
    """Seconds of work in working days, with two places."""
    return rounded(Decimal(seconds) / Decimal(day_seconds)) if day_seconds else Decimal(0)


def part(amount, scheduled, whole):
    """Return ``amount`` in the proportion ``scheduled`` to ``whole``, at most all of it, to 0.01.

    A period in which nobody works reduces nothing.
    """
    share = min(Decimal(scheduled) / Decimal(whole), ONE) if whole else ONE
    return rounded(amount * max(share, Decimal(0)))


def _union(spans):
    """Contracts in order, those that touch or overlap joined."""
    result = []
    for start, end in sorted((start, end or date.max) for start, end in spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result
