"""Working time the slow way: every minute of three weeks is open or not, and deadlines walk over them."""

from bisect import bisect_left
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hypothesis import assume
from hypothesis import strategies as st
from service_kernel_engine.working_time import Calendar, Opening

UTC = ZoneInfo("UTC")
MINUTE = timedelta(minutes=1)
DAYS = 21
# (zone, first day of the window): ordinary weeks, the year's end, and clock changes of every kind.
WINDOWS = [
    ("UTC", date(2026, 12, 20)),
    ("Asia/Shanghai", date(2026, 2, 8)),
    ("Europe/Berlin", date(2026, 3, 20)),
    ("Europe/Berlin", date(2026, 10, 16)),
    ("America/New_York", date(2026, 10, 24)),
    ("America/Havana", date(2026, 2, 28)),
    ("America/Havana", date(2026, 10, 24)),
    ("Asia/Beirut", date(2026, 3, 20)),
    ("Africa/Cairo", date(2026, 10, 20)),
    ("Australia/Lord_Howe", date(2026, 3, 28)),
    ("Asia/Kolkata", date(2026, 12, 22)),
    ("Pacific/Apia", date(2011, 12, 20)),
]


@lru_cache
def clock(zone, first):
    """The minutes of a window, what the wall clock shows then, and the latest that it has shown so far."""
    begin = datetime.combine(first, datetime.min.time()) - timedelta(days=2)
    minutes = [begin + MINUTE * number for number in range((DAYS + 4) * 1440)]
    walls = [m.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) for m in minutes]
    latest, shown = datetime.min, []
    for wall in walls:
        latest = max(latest, wall)
        shown.append(latest)
    return minutes, walls, shown


class Reference:
    def __init__(self, calendar, first):
        self.minutes, self.walls, self.shown = clock(calendar.zone, first)
        self.open = bytearray(len(self.minutes))
        for number in range(-2, DAYS + 3):
            day = first + timedelta(days=number)
            for start, end in self.hours(calendar, day):
                self.fill(self.place(day, start), self.place(day, end), True)
        for start, end in calendar.leaves:
            first_minute, last_minute = ((instant - self.minutes[0]) // MINUTE for instant in (start, end))
            self.fill(first_minute, min(last_minute, len(self.open)), False)

    def fill(self, start, end, value):
        if start < end:
            self.open[start:end] = bytes([value]) * (end - start)

    @staticmethod
    def hours(calendar, day):
        for opening in calendar.openings:
            if opening.weekday == day.weekday() and opening.week in (None, ((day.toordinal() - 1) // 7) % 2):
                yield opening.start, opening.end if opening.end >= opening.start else opening.end + 86_400
        for extra, start, end in calendar.extra:
            if extra == day:
                yield start, end

    def place(self, day, seconds):
        """The first minute at which the wall clock shows this time or a later one."""
        return bisect_left(
            self.shown, datetime.combine(day, datetime.min.time()) + timedelta(seconds=seconds)
        )

    def inside(self, instant):
        """The number of the minute in which an instant lies; what leaves the window is no example."""
        place = (instant - self.minutes[0]) // MINUTE
        assume(0 <= place < len(self.minutes) - 2 * 1440)
        return place

    def due_seconds(self, start, seconds):
        now = start
        while True:
            place = self.inside(now)
            following = self.minutes[place] + MINUTE
            if self.open[place]:
                step = min(seconds, (following - now) // timedelta(seconds=1))
                seconds -= step
                if not seconds:
                    return now + timedelta(seconds=step)
            now = following

    def elapsed_seconds(self, start, end):
        total, now = 0, start
        while now < end:
            place = self.inside(now)
            following = min(self.minutes[place] + MINUTE, end)
            if self.open[place]:
                total += (following - now) // timedelta(seconds=1)
            now = following
        return total

    def runs(self):
        """(first minute, minute after the last) of every stretch without a closed minute."""
        start = self.open.find(True)
        while start >= 0:
            end = self.open.find(False, start)
            end = len(self.open) if end < 0 else end
            yield start, end
            start = self.open.find(True, end)

    @property
    def closings(self):
        """The working days and their closings, in order."""
        days = [self.walls[0].date() + timedelta(days=number) for number in range(1, DAYS + 4)]
        found = {}
        for start, end in self.runs():
            day = self.walls[start].date()
            for full in days:
                midnight, following = self.place(full, 0), self.place(full + timedelta(days=1), 0)
                if start < midnight < following <= end:
                    found[day], day = self.minutes[midnight], full
            found[day] = self.minutes[end - 1] + MINUTE
        return found

    def due_days(self, start, number):
        self.inside(start)
        closings = self.closings
        if number:
            day = self.walls[self.inside(start)].date()
            rest = [closing for working, closing in closings.items() if working > day]
        else:
            rest, number = [closing for closing in closings.values() if closing >= start], 1
        assume(len(rest) >= number)
        closing = rest[number - 1]
        self.inside(closing)
        return closing


quarter = st.integers(0, 95).map(lambda number: number * 900)


@st.composite
def openings(draw, week):
    pattern = draw(st.sampled_from(["lunch", "night", "round the clock", "split night", "odd"]))
    days = draw(st.sets(st.integers(0, 6), min_size=1))
    if pattern == "lunch":
        hours = [(30_600, 43_200), (50_400, 64_800)]
    elif pattern == "night":
        hours = [(79_200, 21_600)]
    elif pattern == "round the clock":
        hours = [(0, 86_400)]
    elif pattern == "split night":
        hours = [(0, 21_600), (79_200, 86_400)]
    else:
        hours = draw(
            st.lists(st.tuples(quarter, st.one_of(quarter, st.just(86_400))), min_size=1, max_size=3)
        )
    return [Opening(day, start, end, week) for day in sorted(days) for start, end in hours if start != end]


@st.composite
def cases(draw):
    """A calendar, the first day of its window, and an instant in the fortnight from then on."""
    zone, first = draw(st.sampled_from(WINDOWS))
    weeks = draw(st.sampled_from([(None,), (0, 1), (None, None), (1,)]))
    pattern = tuple(opening for week in weeks for opening in draw(openings(week)))
    begin = datetime.combine(first, datetime.min.time())
    leave = st.tuples(st.integers(0, DAYS * 96), st.sampled_from([1, 4, 96, 96, 192, 700]))
    leaves = tuple(
        (begin + 15 * MINUTE * start, begin + 15 * MINUTE * (start + length))
        for start, length in draw(st.lists(leave, max_size=3))
    )
    day = st.integers(0, DAYS - 1).map(lambda number: first + timedelta(days=number))
    hours = st.sampled_from([(30_600, 64_800), (0, 86_400), (79_200, 108_000)])
    extra = tuple(
        (day, start, end) for day, (start, end) in draw(st.lists(st.tuples(day, hours), max_size=2))
    )
    calendar = Calendar(zone, pattern, leaves, extra)
    assume(pattern)
    seconds = st.one_of(
        st.integers(0, 14 * 86_400),
        st.integers(0, 14 * 96).map(lambda number: number * 900),
        st.integers(0, 14 * 96).map(lambda number: number * 900 + 1),
        st.integers(1, 14 * 96).map(lambda number: number * 900 - 1),
    )
    return calendar, first, begin + timedelta(seconds=draw(seconds))
