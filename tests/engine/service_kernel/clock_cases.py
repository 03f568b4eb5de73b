"""Cases of clocks: calendars of every kind, and events that like to fall on the edges of things.

A case is made by a function ``pick(n)`` that gives a number below n: Hypothesis, or a seeded generator.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from clock_reference import SECOND, Hours, Outside, Verdict, judge
from hypothesis import assume, reject
from hypothesis import strategies as st
from service_kernel_engine.clock import Event, Terms, replay
from service_kernel_engine.problem import Problem
from service_kernel_engine.working_time import UNITS, Calendar, Opening, working_time
from working_time_reference import DAYS

HOUR_UNITS = ("working_hours", "clock_hours", "clock_minutes")
DAY_UNITS = ("working_days", "calendar_days")
HOUR = 3600
SHOP = [(8.5, 12), (14, 18)]
# (zone, first day of the window, another zone): ordinary weeks, the year's end, clock changes, a lost day
WINDOWS = [
    ("Asia/Shanghai", date(2026, 2, 8), "UTC"),
    ("Europe/Berlin", date(2026, 3, 20), "Asia/Shanghai"),
    ("Europe/Berlin", date(2026, 10, 16), "America/New_York"),
    ("America/Havana", date(2026, 10, 24), "Asia/Kolkata"),
    ("Australia/Lord_Howe", date(2026, 3, 28), "UTC"),
    ("UTC", date(2026, 12, 20), "Asia/Kolkata"),
]


def openings(days, hours, week=None):
    return tuple(Opening(day, int(a * HOUR), int(b * HOUR), week) for day in days for a, b in hours)


def calendars(zone, first, other):
    """A shop with holiday and make-up day, nights, round the clock, split nights, few hours, two weeks."""
    midnight = datetime.combine(first, datetime.min.time())
    holiday = (midnight + timedelta(days=5, hours=-8), midnight + timedelta(days=8, hours=-8))
    make_up = next(day for number in range(9, 16) if (day := first + timedelta(days=number)).weekday() == 6)
    extra = tuple((make_up, int(a * HOUR), int(b * HOUR)) for a, b in SHOP)
    return [
        Calendar(zone, openings(range(6), SHOP), (holiday,), extra),
        Calendar(zone, openings(range(5), [(22, 6)])),
        Calendar(zone, openings(range(7), [(0, 24)])),
        Calendar(zone, openings(range(7), [(0, 6), (22, 24)]), (holiday,)),
        Calendar(zone, openings((1, 4), [(9, 10.25)])),
        Calendar(other, openings(range(3), [(8, 12)], 0) + openings((3, 4, 5), [(13, 20)], 1)),
    ]


class Place:
    """A window with its calendars, and every instant at which one of them opens or closes."""

    def __init__(self, first, calendars):
        self.first = first
        self.calendars = calendars
        self.times = [working_time(calendar) for calendar in calendars]
        found = [Hours(calendar, first) for calendar in calendars]
        self.hours = {id(time): hours for time, hours in zip(self.times, found, strict=True)}
        self.edges = sorted({hours.instant(at) for hours in found for run in hours.open for at in run})

    def of(self, time):
        return self.hours[id(time)]


@cache
def places():
    return [Place(first, calendars(zone, first, other)) for zone, first, other in WINDOWS]


@dataclass
class Case:
    place: Place
    events: list
    now: datetime

    @property
    def start(self):
        return self.events[0].at

    @property
    def terms(self):
        return self.events[0].terms

    @property
    def hours(self):
        return self.place.of(self.terms.time)

    def judge(self, events=None, now=None):
        """The reference's verdict; what leaves the window is no example."""
        try:
            return judge(events or self.events, now or self.now, self.place.of)
        except Outside:
            reject()

    def count(self, start, end, terms=None):
        """The reference's seconds that count between two instants."""
        terms = terms or self.terms
        hours = self.place.of(terms.time)
        return hours.count(hours.seconds(start), hours.seconds(end), terms.unit)


def make_terms(pick, place, units=UNITS):
    unit = units[pick(len(units))]
    time = place.times[pick(len(place.times))]
    if unit in DAY_UNITS:
        return Terms(float(pick(5)), unit, time)
    seconds = (1 + pick(120)) * 900 if pick(2) else 1 + pick(24 * HOUR)
    return Terms(seconds / (60 if unit == "clock_minutes" else HOUR), unit, time)


def later(pick, place, after, aim=None):
    """An instant not before ``after``: itself, shortly or long after, at an edge, around ``aim``."""
    how = pick(6)
    if how == 0:
        return after
    if how == 1:
        return after + SECOND * (1 + pick(2 * HOUR))
    if how == 2:
        return after + SECOND * 900 * pick(200)
    if how == 3 and aim:
        return max(after, aim + SECOND * (pick(3) - 1))
    if how == 4:
        return after + SECOND * pick(3 * 86_400)
    found = bisect_left(place.edges, after) + pick(24)
    edge = place.edges[min(found, len(place.edges) - 1)]
    return max(after, edge + SECOND * (pick(3) - 1))


def make_start(pick, place):
    return later(pick, place, datetime.combine(place.first, datetime.min.time()) + timedelta(days=pick(6)))


ANY = ("pause", "resume", "pause", "resume", "change", "reach", "cancel")
PAUSES = ("pause", "resume")


def make_case(pick, kinds=ANY, units=UNITS, most=6, going=False):
    """``going``: what is paused at last is resumed."""
    place = places()[pick(len(WINDOWS))]
    terms, at = make_terms(pick, place, units), make_start(pick, place)
    try:
        aim = terms.time.due(at, terms.value, terms.unit)
    except Problem:
        aim = None
    events = [Event("start", at, terms)]
    for _number in range(pick(most + 1) if kinds else 0):
        kind = kinds[pick(len(kinds))]
        at = later(pick, place, at, aim)
        since = None
        if kind == "change":
            terms = make_terms(pick, place, units)
            since = later(pick, place, events[0].at) if not pick(6) else None
        events.append(Event(kind, at, terms if kind == "change" else None, since))
    if going and replay(events, at).paused_at is not None:
        at = later(pick, place, at, aim)
        events.append(Event("resume", at))
    return Case(place, events, later(pick, place, at, aim))


@st.composite
def clock_cases(draw, kinds=ANY, units=UNITS, most=6, going=False):
    return make_case(lambda number: draw(st.integers(0, number - 1)), kinds, units, most, going)


@st.composite
def instants(draw, case, after):
    """An instant of a case's window, not before ``after``."""
    return later(lambda number: draw(st.integers(0, number - 1)), case.place, after)


@st.composite
def other_terms(draw, case, units=UNITS):
    return make_terms(lambda number: draw(st.integers(0, number - 1)), case.place, units)


def last_day(case):
    """An instant near the end of the window: everything has happened by then."""
    return datetime.combine(case.place.first, datetime.min.time()) + timedelta(days=DAYS - 1)


def within(case, instant):
    """The instant; what leaves the reference's window is no example."""
    assume(instant < last_day(case))
    return instant


def verdict(clock):
    """What a replay and the reference both tell."""
    return Verdict(**{name: getattr(clock, name) for name in Verdict._fields})


def deadline(*events):
    return replay(events, events[-1].at).deadline


def pauses_of(events):
    """(first, last) of the pauses that were resumed."""
    found, at = [], None
    for event in events:
        if event.kind == "pause" and at is None:
            at = event.at
        elif event.kind == "resume" and at is not None:
            found.append((at, event.at))
            at = None
    return found


def limit_of(terms):
    """The limit of hours or minutes in seconds."""
    return round(terms.value * (60 if terms.unit == "clock_minutes" else HOUR))
