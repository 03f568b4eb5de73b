"""Deadlines and elapsed time in working hours, working days, clock time and calendar days.

A ``Calendar`` is plain data; ``working_time(calendar)`` gives the object that computes with it and is shared
by all who ask for the same data. Instants go in and come out as naive UTC datetimes, in whole seconds (a
fraction is cut off).

An opening begins, and ends, at the first instant at which the wall clock of the calendar's zone shows that
time or a later one. So a time that the change to summer time skips is the moment of the change, and of a time
that the change back shows twice it is the first: nothing is lost or counted twice at midnight.
"""

import math
from bisect import bisect_left, bisect_right
from datetime import timedelta
from functools import cached_property, lru_cache
from hashlib import sha256

from .local_clock import EPOCH, SECOND, to_seconds
from .open_blocks import HORIZON, Calendar, OpenBlocks, Opening, week_type
from .problem import Problem

__all__ = ["UNITS", "Calendar", "Opening", "WorkingTime", "week_type", "working_time"]

UNITS = ("working_hours", "working_days", "clock_minutes", "clock_hours", "calendar_days")
SECONDS = {"working_hours": 3600, "clock_minutes": 60, "clock_hours": 3600}


def _instant(seconds):
    try:
        return EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        raise Problem("not_reached", years=HORIZON) from None


def _amount(amount, unit):
    """The amount in seconds, or in days for the units of days."""
    if unit not in UNITS:
        raise Problem("unit_unknown", value=str(unit))
    if isinstance(amount, bool) or not math.isfinite(amount):
        raise Problem("amount_unreadable", value=str(amount))
    number = round(amount * SECONDS[unit]) if unit in SECONDS else int(amount)
    if unit not in SECONDS and number != amount:
        raise Problem("days_not_whole", value=str(amount))
    if number < 0 and unit.startswith("working"):
        raise Problem("amount_negative", value=str(amount))
    return number


@lru_cache(maxsize=256)
def working_time(calendar):
    """The ``WorkingTime`` of a calendar's data; the same object, with its intervals, for the same data.

    :raise Problem: ``zone_unknown``.
    """
    return WorkingTime(calendar)


class WorkingTime:
    """Computes on one calendar.

    :raise Problem: ``zone_unknown``.
    """

    def __init__(self, calendar):
        self.calendar = calendar
        self._blocks = OpenBlocks(calendar)
        self._clock = self._blocks.clock

    @cached_property
    def version(self):
        """Short digest of the calendar's data: it changes when openings, leaves or make-up days do."""
        return sha256(repr(self.calendar).encode()).hexdigest()[:16]

    @property
    def has_open_time(self):
        """Whether there is any open time, apart from leaves."""
        return self._blocks.has_open_time

    def due(self, start, amount, unit):
        """The instant at which ``amount`` of ``unit`` after ``start`` is used up.

        - ``working_hours``: open time; a start outside counts from the next opening (so 0 hours end there); a
          limit used up exactly at a closing is due at that instant.
        - ``working_days``: the local day of the start does not count; the closing of the N-th working day
          after it. 0 days: the first closing at or after the start.
        - ``clock_minutes``, ``clock_hours``: plain time.
        - ``calendar_days``: 23:59:59 of the N-th following local day; a negative N is a day before.

        :param start: naive UTC, or aware.
        :param amount: hours and minutes may have fractions (whole seconds count), days may not.
        :raise Problem: ``no_open_time``, ``not_reached`` (within 50 years), ``amount_negative`` for working
            units, ``days_not_whole``, ``amount_unreadable``, ``unit_unknown``, ``date_out_of_range``.
        """
        number, instant = _amount(amount, unit), to_seconds(start)
        if unit == "working_hours":
            return _instant(self._add_open(instant, number))
        if unit == "working_days":
            return _instant(self._closing(instant, number))
        if unit == "calendar_days":
            return _instant(self._clock.end_of_day(self._clock.day(instant) + number))
        return _instant(instant + number)

    def elapsed(self, start, end, unit):
        """How much of ``unit`` lies between two instants: hours or minutes as a float, days as whole ones.

        Inverse of ``due``: ``elapsed(start, due(start, d, unit), unit) == d`` (0 working days apart).
        Negative when ``end`` is earlier.

        :raise Problem: ``unit_unknown``, ``date_out_of_range``, ``too_long`` (more than 50 years).
        """
        _amount(0, unit)
        first, last = to_seconds(start), to_seconds(end)
        if last < first:
            return -self.elapsed(end, start, unit)
        if unit == "working_hours":
            return self._open_between(first, last) / SECONDS[unit]
        if unit == "working_days":
            return self._closings_between(first, last)
        if unit == "calendar_days":
            days = self._clock.day(last) - self._clock.day(first)
            return max(days if last >= self._clock.end_of_day(self._clock.day(last)) else days - 1, 0)
        return (last - first) / SECONDS[unit]

    def open_seconds(self, start, end):
        """Whole seconds of open time between two instants; 0 when ``end`` is not later."""
        first, last = to_seconds(start), to_seconds(end)
        return self._open_between(first, last) if first < last else 0

    def is_open(self, instant):
        """Whether ``instant`` lies in open time; at an opening it does, at a closing it does not."""
        return self.open_seconds(instant, instant + SECOND) > 0

    def last_open(self, instant):
        """The last open second not later than ``instant`` within the 60 days before, or None."""
        second = to_seconds(instant)
        day = _utc_day(second)
        for block in reversed(self._blocks.between(day - 60, day)):
            place = bisect_right(block.starts, second) - 1
            if place >= 0:
                return _instant(min(second, block.ends[place] - 1))
        return None

    def closing_before(self, instant, days):
        """The closing of the N-th working day before the local day of ``instant``, or None.

        None when the weeks before do not have so many.
        """
        day = self._clock.day(to_seconds(instant))
        closings = [
            closing
            for block in self._blocks.between(day - 60 - 7 * int(days), day)
            for number, closing in zip(block.days, block.closings, strict=True)
            if number < day
        ]
        return _instant(closings[-int(days)]) if 0 < days <= len(closings) else None

    # Open time

    def _add_open(self, start, seconds):
        for block in self._blocks.ahead(_utc_day(start)):
            place = bisect_right(block.ends, start)
            if place == len(block.ends):
                continue
            begin = max(start, block.starts[place])
            if not seconds:
                return begin
            target = block.before[place] + begin - block.starts[place] + seconds
            if target <= block.before[-1]:
                place = bisect_left(block.before, target) - 1
                return block.starts[place] + target - block.before[place]
            seconds = target - block.before[-1]
        raise Problem("not_reached", years=HORIZON)

    def _open_between(self, start, end):
        blocks = self._blocks.between(_utc_day(start), _utc_day(end))
        return sum(block.open_until(end) - block.open_until(start) for block in blocks)

    # Working days

    def _closing(self, start, number):
        day = self._clock.day(start)
        if not number:
            for block in self._blocks.ahead(day - 3):
                place = bisect_left(block.closings, start)
                if place < len(block.closings):
                    return block.closings[place]
            raise Problem("not_reached", years=HORIZON)
        for block in self._blocks.ahead(day):
            place = bisect_right(block.days, day) + number - 1
            if place < len(block.days):
                return block.closings[place]
            number = place - len(block.days) + 1
        raise Problem("not_reached", years=HORIZON)

    def _closings_between(self, start, end):
        first, last = self._clock.day(start), self._clock.day(end)
        blocks = self._blocks.between(first, last)
        return sum(
            max(bisect_right(block.closings, end) - bisect_right(block.days, first), 0) for block in blocks
        )


def _utc_day(instant):
    return EPOCH.toordinal() + instant // 86_400
