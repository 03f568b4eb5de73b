"""A clock the slow way: three weeks in stretches of one kind each, walked one after another.

Instants are seconds since the beginning of the window. No arithmetic of the engine is used: what is open
comes from the minutes of ``working_time_reference``.
"""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from working_time_reference import DAYS, Reference

SECOND = timedelta(seconds=1)
WORKING = ("working_hours", "working_days")
LENGTHS = {"working_hours": 3600, "clock_hours": 3600, "clock_minutes": 60}


class Outside(Exception):
    """The case leaves the window: it is no example."""


class Verdict(NamedTuple):
    started_at: datetime
    deadline: datetime
    state: str
    reached_at: datetime | None
    ended_at: datetime | None
    paused_at: datetime | None
    paused_seconds: int
    late_seconds: int


class Hours:
    """What a calendar's minutes say: the open stretches, the closings, the last seconds of the days."""

    def __init__(self, calendar, first):
        minutes = Reference(calendar, first)
        self.origin = minutes.minutes[0]
        self.end = (DAYS + 2) * 86_400
        self.open = [(start * 60, end * 60) for start, end in minutes.runs()]
        self.closings = [(day, (at - self.origin) // SECOND) for day, at in minutes.closings.items()]
        self.days = [minutes.walls[0].date() + timedelta(days=number) for number in range(DAYS + 4)]
        self.midnights = [minutes.place(day, 0) * 60 for day in self.days]

    def seconds(self, instant):
        seconds = (instant - self.origin) // SECOND
        if not 0 <= seconds < self.end:
            raise Outside
        return seconds

    def instant(self, seconds):
        return self.origin + SECOND * seconds

    def is_open(self, instant):
        seconds = self.seconds(instant)
        return any(start <= seconds < end for start, end in self.open)

    def count(self, start, end, unit):
        if unit not in WORKING:
            return max(end - start, 0)
        return sum(max(min(end, last) - max(start, first), 0) for first, last in self.open)

    def walk(self, start, seconds, unit):
        """Where so many seconds after ``start`` are used up."""
        for first, last in self.open if unit in WORKING else [(0, self.end)]:
            length = last - max(first, start)
            if length >= seconds:
                return max(first, start) + seconds
            seconds -= max(length, 0)
        raise Outside

    def day(self, seconds):
        """The number of the local day, the later one of two that begin at once."""
        return max(place for place, midnight in enumerate(self.midnights) if midnight <= seconds)

    def closing(self, seconds, unit):
        if unit == "calendar_days":
            return self.last_second(self.day(seconds))
        return self.first(closing for _day, closing in self.closings if closing >= seconds)

    def due_days(self, start, number, unit):
        if unit == "calendar_days":
            return self.last_second(self.day(start) + number)
        if not number:
            return self.closing(start, unit)
        today = self.days[self.day(start)]
        return self.first([closing for day, closing in self.closings if day > today][number - 1 :])

    def last_second(self, day):
        if day + 1 >= len(self.midnights):
            raise Outside
        return self.midnights[day + 1] - 1

    @staticmethod
    def first(found):
        for one in found:
            return one
        raise Outside


def judge(events, now, hours):
    """The ``Verdict`` on events; ``hours`` gives the ``Hours`` of a ``WorkingTime``."""
    ordered = sorted(events, key=lambda event: event.at)
    start = next(event for event in ordered if event.kind == "start")
    base = hours(start.terms.time)
    since, changes, pauses, paused_at, ended = base.seconds(start.at), [], [], None, None
    for event in ordered:
        at = base.seconds(event.at)
        if event.kind in ("resume", "reach") and paused_at is not None:
            pauses.append((paused_at, at))
            paused_at = None
        if event.kind == "pause" and paused_at is None:
            paused_at = at
        if event.kind == "change":
            changes.append((at, event.terms))
            since = since if event.since is None else base.seconds(event.since)
        if event.kind in ("reach", "cancel"):
            ended = event
            break
    end = base.seconds(ended.at if ended else now)
    pauses = [(max(first, since), max(last, since)) for first, last in pauses]
    terms = changes[-1][1] if changes else start.terms

    def terms_at(at):
        return [start.terms, *(terms for place, terms in changes if place <= at)][-1]

    def count(terms, first, last):
        return hours(terms.time).count(first, last, terms.unit)

    if terms.unit in LENGTHS:
        deadline = _used_up(since, round(terms.value * LENGTHS[terms.unit]), terms_at, changes, pauses, hours)
    else:
        deadline = _days(since, terms, pauses, hours(terms.time))
    if deadline >= base.end:
        raise Outside
    until = end if paused_at is None else min(paused_at, end)
    if until > deadline:
        state = "breached"
    elif ended:
        state = "met" if ended.kind == "reach" else "cancelled"
    else:
        state = "running" if paused_at is None else "paused"
    edges = sorted({deadline, until, *(edge for pause in pauses for edge in pause)})
    late = sum(
        count(terms, first, last)
        for first, last in pairwise(edges)
        if deadline <= first and last <= until and not _inside(first, pauses)
    )
    return Verdict(
        started_at=base.instant(since),
        deadline=base.instant(deadline),
        state=state,
        reached_at=ended.at if ended and ended.kind == "reach" else None,
        ended_at=ended.at if ended else None,
        paused_at=base.instant(paused_at) if paused_at is not None and not ended else None,
        paused_seconds=sum(count(terms_at(first), first, last) for first, last in pauses),
        late_seconds=late,
    )


def _inside(at, pauses):
    return any(first <= at < last for first, last in pauses)


def _used_up(since, limit, terms_at, changes, pauses, hours):
    """Walk from edge to edge: a stretch is open or closed, paused or not, under one set of terms."""
    calendars = [hours(terms_at(since).time), *(hours(terms.time) for _at, terms in changes)]
    edges = {since, calendars[0].end, *(at for at, _terms in changes), *(at for one in pauses for at in one)}
    for calendar in calendars:
        edges.update(at for one in calendar.open for at in one)
    edges = sorted(at for at in edges if since <= at <= calendars[0].end)
    for first, last in pairwise(edges):
        terms = terms_at(first)
        if _inside(first, pauses) or not hours(terms.time).count(first, last, terms.unit):
            continue
        if limit <= last - first:
            return _after_pauses(first + limit, pauses)
        limit -= last - first
    raise Outside


def _after_pauses(deadline, pauses):
    """Used up just when a pause begins: in time until the pause, and any that begins with its end, ends."""
    while _inside(deadline, pauses):
        deadline = max(last for first, last in pauses if first <= deadline < last)
    return deadline


def _days(since, terms, pauses, hours):
    deadline = hours.due_days(since, int(terms.value), terms.unit)
    for first, last in pauses:
        if first <= deadline and first < last:
            left = hours.count(first, deadline, terms.unit)
            resumed = hours.walk(last, left, terms.unit) if left else last
            deadline = hours.closing(resumed, terms.unit)
    return deadline
