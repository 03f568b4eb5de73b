"""What holds over several periods: running, within a year, summed (HOTEL-DIS-01, HOTEL-RWD-02, Q-20).

Periods have numbers that count on over the years; a number without a value is a period of which nothing is
known, which never counts for and never against anybody (decisions 7). Where sums are compared upwards the
known periods of a window suffice, for what is not known could not lower them; except where values may be
below zero: then every period is needed, from the first one of which anything is known.
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from .period import MONTHS, period_of

COMPARE = {
    "gt": lambda value, threshold: value > threshold,
    "ge": lambda value, threshold: value >= threshold,
    "lt": lambda value, threshold: value < threshold,
    "le": lambda value, threshold: value <= threshold,
}
WEEK = 7
#: comparisons for which more knowledge could not undo what the known periods show
UPWARDS = ("gt", "ge")


class Spec(NamedTuple):
    """What is looked for.

    ``mode``: consecutive, cumulative, sliding_sum or period_sum; ``periods``: how many; ``restart``: after a
    hit the count begins anew, else an unbroken run brings one; ``kind``: week, month, quarter, half or year;
    ``signed``: values may be below zero.
    """

    mode: str
    periods: int
    comparison: str
    threshold: Decimal
    restart: bool = False
    kind: str = "month"
    signed: bool = False

    def suffices(self, numbers, first, last, begin):
        """Whether the known ``numbers`` of the periods from ``first`` to ``last`` show what is looked for.

        :param begin: the first period of which anything is known: before it nobody could lose anything; or
            that with which the count begins anew
        """
        if self.comparison not in UPWARDS:
            return len(numbers) == last - first + 1
        return bool(numbers) and (not self.signed or len(numbers) == last - max(first, begin) + 1)

    def meets(self, value):
        return COMPARE[self.comparison](value, self.threshold)


class Hit(NamedTuple):
    """Periods that together are what was looked for: numbers of the first, the last, and all that count."""

    first: int
    last: int
    counted: tuple


@lru_cache(maxsize=10_000)
def number_of(day, kind, closing_day=0):
    """Return the number of the period that holds ``day``; the next period has the next number.

    A period belongs to the year in which it ends.
    """
    if kind == "week":
        return (day.toordinal() - 1) // WEEK
    _first, last = period_of(day, kind, closing_day)
    return (last.year * 12 + last.month - 1) // MONTHS[kind]


@lru_cache(maxsize=10_000)
def bounds_of(number, kind, closing_day=0):
    """Return (first, last) day of the period with a number."""
    if kind == "week":
        return tuple(date.fromordinal(number * WEEK + day) for day in (1, WEEK))
    year, month = divmod(number * MONTHS[kind], 12)
    return period_of(date(year, month + 1, 1), kind, closing_day)


def year_of(number, kind):
    """Return the year that a period belongs to."""
    return bounds_of(number, kind)[1].year


def _year_bounds(year, kind):
    """Return the numbers of the first and the last period of a year."""
    return number_of(date(year, 1, 1), kind), number_of(date(year + 1, 1, 1), kind) - 1


def judge(spec, known, raised=(), closing=None):
    """Return the ``Hit``s that are new, in their order.

    :param known: {number: value} of the periods of which the value is known
    :param raised: [(first, last)] numbers of the hits that were raised before, whatever became of them
    :param closing: numbers of the periods that close now: a hit has one of them in it; None: all
    """
    if not known:
        return []
    hits = _FINDERS[spec.mode](spec, known, list(raised))
    if closing is None:
        return hits
    return [hit for hit in hits if not closing.isdisjoint(hit.counted)]


def _find_consecutive(spec, known, raised):
    hits = []
    for run in _runs(number for number in known if spec.meets(known[number])):
        if not spec.restart:
            if len(run) >= spec.periods and not _any_within(raised, run[0], run[-1]):
                hits.append(_hit(run[: spec.periods]))
            continue
        count = []
        for number in run:
            if _any_within(raised, number, number):
                count = []
                continue
            count.append(number)
            if len(count) == spec.periods:
                hits.append(_hit(count))
                count = []
    return hits


def _find_cumulative(spec, known, raised):
    years = {}
    for number in sorted(known):
        if spec.meets(known[number]):
            years.setdefault(year_of(number, spec.kind), []).append(number)
    return [
        _hit(met[: spec.periods])
        for year, met in years.items()
        if len(met) >= spec.periods and not _any_within(raised, *_year_bounds(year, spec.kind))
    ]


def _find_sliding(spec, known, raised):
    if spec.restart:
        return _find_sliding_anew(spec, known, raised)
    windows, begin = {}, min(known)
    for number in range(begin, max(known) + 1):
        window = _window(spec, known, number, begin)
        if window:
            windows[number] = window
    hits = []
    for run in _runs(windows):
        if any(run[0] <= last <= run[-1] for _first, last in raised):
            continue
        end = next((number for number in run if number in known), None)
        if end is not None:
            hits.append(_hit(windows[end]))
    return hits


def _find_sliding_anew(spec, known, raised):
    hits, begin = [], min(known)
    for number in sorted(known):
        if _any_within(raised, number, number):
            continue
        # what was counted before is not counted again, nor is anything from before that
        begin = max([begin, *(last + 1 for _first, last in raised if last < number)])
        window = _window(spec, known, number, begin)
        if window:
            hits.append(_hit(window))
            begin = number + 1
    return hits


def _find_sums(spec, known, raised):
    blocks, begin = {}, min(known)
    for number in sorted(known):
        first, last = _year_bounds(year_of(number, spec.kind), spec.kind)
        start = number - (number - first) % spec.periods
        blocks.setdefault((start, min(start + spec.periods - 1, last)), []).append(number)
    return [
        _hit(numbers)
        for (first, last), numbers in blocks.items()
        if last in known
        and spec.suffices(numbers, first, last, begin)
        and spec.meets(sum(known[number] for number in numbers))
        and not _any_within(raised, first, last)
    ]


def _window(spec, known, end, begin):
    """Return the known numbers of the window that ends with ``end``, if its sum is what is looked for.

    It does not reach back before ``begin``.
    """
    first = end - spec.periods + 1
    numbers = [number for number in range(max(first, begin), end + 1) if number in known]
    return (
        numbers
        if spec.suffices(numbers, first, end, begin) and spec.meets(sum(known[number] for number in numbers))
        else []
    )


def _hit(numbers):
    return Hit(numbers[0], numbers[-1], tuple(numbers))


def _runs(numbers):
    """Return the numbers in lists, each without a gap."""
    runs = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _any_within(raised, first, last):
    """Whether something was raised that has a period from ``first`` to ``last`` in it."""
    return any(one <= last and other >= first for one, other in raised)


_FINDERS = {
    "consecutive": _find_consecutive,
    "cumulative": _find_cumulative,
    "sliding_sum": _find_sliding,
    "period_sum": _find_sums,
}
