"""Quotas of benefits: so many in each calendar period, by tier or by a measured value (BANK-BEN-01 to 11).

A use belongs to the period of its day and is given back to that period when it is cancelled; what is not
used lapses with it (Q-29). A higher level takes the place of the lower one: what was used of either counts
for both.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

#: months of each period that begins with a month
MONTHS = {"month": 1, "quarter": 3, "year": 12}
WEEK = 7  # days
UNLIMITED = 0


class Period(NamedTuple):
    """The days ``first`` to ``last``, both included; both None: for ever."""

    first: date | None
    last: date | None


class Use(NamedTuple):
    """So many on one day, booked, used or cancelled."""

    day: date
    quantity: int
    state: str = "used"


class Request(NamedTuple):
    """What is asked for: ``notice`` is the number of hours until then, None: it is taken at once or was."""

    quantity: int
    companions: int = 0
    notice: float | None = None


class Offer(NamedTuple):
    """What a benefit allows; ``quota`` 0 is unlimited, ``advance`` hours, 0: none needed."""

    quota: int
    companions: int = 0
    advance: float = 0


def period_of(day, kind):
    """Return the calendar ``Period`` (week, month, quarter, year, lifetime) that holds a day."""
    if kind == "lifetime":
        return Period(None, None)
    if kind == "week":
        first = day - timedelta(day.weekday())
        return Period(first, first + timedelta(WEEK - 1))
    length = MONTHS[kind]
    month = (day.month - 1) // length * length + 1
    last = month + length - 1
    return Period(date(day.year, month, 1), date(day.year, last, monthrange(day.year, last)[1]))


def next_start(period):
    """Return the first day of the period after ``period``, None if there is none."""
    return None if period.last is None else period.last + timedelta(1)


def is_within(day, period):
    """Tell whether a day lies in a ``Period``."""
    return period.first is None or period.first <= day <= period.last


def used_in(uses, period):
    """Return how many of ``uses`` count in a period: those that were not cancelled."""
    return sum(use.quantity for use in uses if use.state != "cancelled" and is_within(use.day, period))


def left_of(quota, used):
    """Return how many are left, never below 0; None: unlimited."""
    return None if quota == UNLIMITED else max(quota - used, 0)


def is_reached(value, minimum):
    """Tell whether a measured value reaches a minimum; exactly the minimum does (CONV-BND-01).

    :param value: None where nothing was measured: reaches none but a minimum of 0
    """
    return round(value or 0.0, 2) >= round(minimum, 2)


def pool_of(code, replaces):
    """Return the benefits that share what was used: linked by taking each other's place, and itself.

    :param replaces: {benefit: the one whose place it takes, or None}
    """
    pool, todo = set(), [code]
    while todo:
        one = todo.pop()
        if one in pool:
            continue
        pool.add(one)
        todo += [upper for upper, lower in replaces.items() if lower == one]
        if replaces.get(one) is not None:
            todo.append(replaces[one])
    return pool


def replaced_by(code, replaces, granted):
    """Return the granted benefit that takes the place of ``code``, directly or over others, or None."""
    seen, todo = {code}, [code]
    while todo:
        one = todo.pop()
        for upper in sorted(upper for upper, lower in replaces.items() if lower == one and upper not in seen):
            if upper in granted:
                return upper
            seen.add(upper)
            todo.append(upper)
    return None


def refusal_of(offer, request, used):
    """Return why a request is refused, as a code, or None: ``companions``, ``notice``, ``quota``.

    Exactly the hours of notice, the number of companions and what is left are enough.
    """
    if request.companions > offer.companions:
        return "companions"
    if offer.advance and (request.notice is None or request.notice < offer.advance):
        return "notice"
    left = left_of(offer.quota, used)
    if left is not None and request.quantity > left:
        return "quota"
    return None
