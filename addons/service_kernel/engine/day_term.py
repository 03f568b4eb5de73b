"""Terms counted in days of which some do not count, such as a warranty without the days under repair.

The first day is day 0: a term of one day that starts on the 1st ends with the 2nd; months and years are
added to the start and clipped to the month's end (CONV-TIME-04, CONV-TIME-05). The last day belongs to the
term. Where no end is in sight, None is returned.
"""

from calendar import monthrange
from datetime import date
from math import inf

from . import intervals

UNITS = ("days", "months", "years")


def after(anchor, value, unit):
    """Return the day ``value`` days, months or years after ``anchor``, at the latest 31 December 9999."""
    if unit == "days":
        return date.fromordinal(min(anchor.toordinal() + value, date.max.toordinal()))
    months = anchor.year * 12 + anchor.month - 1 + value * (12 if unit == "years" else 1)
    year, month = divmod(months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))


class StoppedDays:
    """Days that do not count.

    :param spans: (first day, last day), both included; a last day of None: no end in sight
    """

    def __init__(self, spans=()):
        self._holes = intervals.merge(
            (first.toordinal(), inf if last is None else last.toordinal() + 1) for first, last in spans
        )

    def last_day(self, anchor, value, unit):
        """Return the last day of a term that starts with ``anchor``; None while the time stands still."""
        length = after(anchor, value, unit).toordinal() - anchor.toordinal()
        end = intervals.lay(anchor.toordinal() + 1, length, self._holes) - 1
        return None if end == inf else date.fromordinal(min(end, date.max.toordinal()))

    def stopped(self, first, last):
        """Return how many days from ``first`` to ``last``, both included, do not count."""
        return intervals.covered(first.toordinal(), last.toordinal() + 1, self._holes)

    def counted(self, first, last):
        """Return how many days from ``first`` to ``last``, both included, count."""
        return max(last.toordinal() + 1 - first.toordinal(), 0) - self.stopped(first, last)
