"""Periods of a rule book: months, quarters, half-years and years, by calendar or closing on a day (Q-16).

With closing day 25 the month of May runs from 26 April to 25 May, the first quarter from 26 December to
25 March.
"""

from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
LAST_CLOSING_DAY = 28  # every month has it
_DAY = timedelta(days=1)


def period_of(day, kind, closing_day=0):
    """Return (first, last) day of the period that holds ``day``.

    :param kind: month, quarter, half or year
    :param closing_day: the last day of a period, 1 to 28; 0: the last of the month
    :raise ValueError: there is no such kind or closing day
    """
    if kind not in MONTHS or not 0 <= closing_day <= LAST_CLOSING_DAY:
        raise ValueError(f"no period of {kind!r} that closes on {closing_day!r}")
    number = day.year * 12 + day.month - 1
    if closing_day and day.day > closing_day:
        number += 1  # the day belongs to the month that closes next
    start = number - number % MONTHS[kind]
    return _first(start, closing_day), _first(start + MONTHS[kind], closing_day) - _DAY


def next_period(first, last, kind, closing_day=0):
    """Return (first, last) day of the period after the one from ``first`` to ``last``."""
    return period_of(last + _DAY, kind, closing_day)


def _first(number, closing_day):
    """Return the first day of a month that is counted from year 0."""
    if closing_day:
        number -= 1
    year, month = divmod(number, 12)
    first = date(year, month + 1, 1)
    return first + timedelta(days=closing_day)
