"""When a calendar is open, in blocks of a month's length."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from .intervals import merge, subtract
from .local_clock import EPOCH, SECOND, YEARS, local_clock
from .problem import Problem

DAY = 86_400
HORIZON = 50  # years that a search goes ahead, and that an elapsed time may span
BLOCK = 32  # days
_BLOCKS = HORIZON * 366 // BLOCK
_LAST = date(YEARS.stop, 1, 1).toordinal() // BLOCK
_MARGIN = 3  # days around a block; no stretch of a working day is longer than two
_SHORTEST_DAY = 20 * 3600  # clocks are never moved by more, except by a whole day


class Opening(NamedTuple):
    """Open time on a weekday (0 Monday), in seconds of the wall clock since midnight.

    An ``end`` before ``start`` is on the following day. ``week``: ``None`` for every week, else 0 or 1,
    see ``week_type``.
    """

    weekday: int
    start: int
    end: int
    week: int | None = None


@dataclass(frozen=True)
class Calendar:
    """``leaves``: (start, end) in naive UTC; ``extra``: (date, start, end), open besides the openings."""

    zone: str
    openings: tuple[Opening, ...] = ()
    leaves: tuple[tuple[datetime, datetime], ...] = ()
    extra: tuple[tuple[date, int, int], ...] = ()


class Block(NamedTuple):
    """Open intervals in UTC, the open seconds before each, and the working days with closings."""

    starts: list
    ends: list
    before: list
    days: list
    closings: list

    def open_until(self, instant):
        place = bisect_right(self.starts, instant) - 1
        if place < 0:
            return 0
        return self.before[place] + min(instant, self.ends[place]) - self.starts[place]


def week_type(ordinal):
    """0 or 1 for a day's ordinal: the weeks alternate, also across a year's end, as Odoo counts them."""
    return (ordinal - 1) // 7 % 2


class OpenBlocks:
    """The blocks of one calendar. Each is made when it is first needed, and kept."""

    def __init__(self, calendar):
        self.clock = local_clock(calendar.zone)
        self._week = {(week, weekday): [] for week in (0, 1) for weekday in range(7)}
        for opening in calendar.openings:
            for week in (0, 1) if opening.week is None else (opening.week,):
                self._week[week, opening.weekday].append((opening.start, opening.end))
        self._extra = {}
        for day, start, end in calendar.extra:
            self._extra.setdefault(day.toordinal(), []).append((start, end))
        self._leaves = merge(
            ((start - EPOCH) // SECOND, (end - EPOCH) // SECOND) for start, end in calendar.leaves
        )
        self._blocks = {}
        hours = (*self._week.values(), *self._extra.values())
        self.has_open_time = any(start != end for day in hours for start, end in day)

    def ahead(self, day):
        """Yield the blocks from that of a day on, a bounded number of them.

        :raise Problem: ``no_open_time``.
        """
        if not self.has_open_time:
            raise Problem("no_open_time")
        first = day // BLOCK
        return (self._block(number) for number in range(first, min(first + _BLOCKS, _LAST)))

    def between(self, first, last):
        """The blocks from that of the day ``first`` to that of ``last``.

        :raise Problem: ``too_long``.
        """
        if last // BLOCK - first // BLOCK > _BLOCKS:
            raise Problem("too_long", years=HORIZON)
        return [self._block(number) for number in range(first // BLOCK, last // BLOCK + 1)]

    def _block(self, number):
        if number not in self._blocks:
            self._blocks[number] = self._make_block(number)
        return self._blocks[number]

    def _make_block(self, number):
        first, last = number * BLOCK, (number + 1) * BLOCK
        runs = self._runs(first - _MARGIN, last + _MARGIN)
        low, high = ((datetime.fromordinal(day) - EPOCH) // SECOND for day in (first, last))
        clipped = [(max(start, low), min(end, high)) for start, end in runs if start < high and end > low]
        before = [0]
        for start, end in clipped:
            before.append(before[-1] + end - start)
        closings = {
            day: end for day, end in self._stretches(runs) if first <= day < last
        }  # the last stretch of a day wins
        starts, ends = [start for start, _end in clipped], [end for _start, end in clipped]
        return Block(starts, ends, before, list(closings), list(closings.values()))

    def _runs(self, first, last):
        """Open intervals of the days from ``first`` up to ``last`` without leaves; what touches is one."""
        intervals = []
        for day in range(first, last):
            hours = self._week[week_type(day), (day - 1) % 7] + self._extra.get(day, [])
            for start, end in hours:
                if end < start:
                    end += DAY
                intervals.append((self.clock.wall(day, start), self.clock.wall(day, end)))
        return subtract(merge(intervals), self._leaves)

    def _stretches(self, runs):
        """(local day of the start, end) of what a working day consists of.

        An interval that goes on after midnight belongs to the day on which it started, except that a day
        open from midnight to midnight is a working day of its own.
        """
        for start, end in runs:
            day = self.clock.day(start)
            if end - start >= _SHORTEST_DAY:
                following = day + 1
                while (cut := self.clock.wall(following, 0)) < end:
                    if cut < self.clock.wall(following + 1, 0) <= end:
                        yield day, cut
                        day = following
                    following += 1
            yield day, end
