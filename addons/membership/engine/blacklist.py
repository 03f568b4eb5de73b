"""Months of little use running (SALON-CLS-04, Q-14): who is to be proposed for the blacklist, once a run.

Months have numbers that count on over the years. A month of which nothing is known counts neither for nor
against anybody (decisions 7): it ends a run, as a month at the limit does.
"""

import calendar
from datetime import date


def month_of(day):
    """Return the number of the calendar month that holds a day; the next month has the next number."""
    return day.year * 12 + day.month - 1


def bounds_of(month):
    """Return the first and the last day of the month with a number."""
    year, rest = divmod(month, 12)
    return date(year, rest + 1, 1), date(year, rest + 1, calendar.monthrange(year, rest + 1)[1])


def first_full_month(joined):
    """Return the number of the first month of which somebody was a member from its first day on."""
    return month_of(joined) + (joined.day > 1)


def find_run(values, known, joined, last, limit, months, raised=()):
    """Return the numbers of the first and the last month of a run that is to be proposed, else None.

    :param values: {month: use} of one member; a known month without a value had none
    :param known: numbers of the months of which the use of all members is known
    :param joined: the day on which the member joined; months before the first full one do not count
    :param last: number of the last complete month: the run ends with it
    :param limit: a month at it or above ends the run
    :param months: how many months running
    :param raised: [(first, last)] of runs that were proposed before, whatever became of them
    """
    low = last
    begin = first_full_month(joined)
    while low >= begin and low in known and values.get(low, 0) < limit:
        low -= 1
    low += 1
    if last - low + 1 < months or any(first <= last and end >= low for first, end in raised):
        return None
    return last - months + 1, last
