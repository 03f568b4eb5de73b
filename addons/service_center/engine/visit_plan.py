"""What speaks against a planned visit; it is said, not refused (DOOR-DISP-03, HOME-JOB-03).

Instants are naive local datetimes of the place; hours are minutes since midnight.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

SATURDAY = 5


@dataclass(frozen=True)
class Window:
    """Hours of a day of the week (0 Monday, None every day); minute ``stop`` does not belong to it."""

    weekday: int | None
    start: int
    stop: int

    def on(self, day):
        """Return the instants (start, stop) of this window on a day, or None."""
        if self.weekday is not None and self.weekday != day.weekday():
            return None
        midnight = datetime.combine(day, time())
        return midnight + timedelta(minutes=self.start), midnight + timedelta(minutes=self.stop)


@dataclass(frozen=True)
class Visit:
    """A planned visit; ``name`` is the number of its order."""

    name: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Conditions:
    """What holds for a visit: other visits of the technician, spans of time off (both instants belong to
    them), hours of rest between jobs, the customer's rest and meal times, the hours in which visits are
    welcome (none: any), whether weekends only, whether the day was asked for in writing, and whether the
    whole visit lies in the working hours of the queue.
    """

    others: tuple = ()
    away: tuple = ()
    rest: timedelta = timedelta()
    quiet: tuple = ()
    welcome: tuple = ()
    weekend_only: bool = False
    asked_in_writing: bool = False
    is_emergency: bool = False
    in_hours: bool = True


def warnings(visit, conditions):
    """Return [(code, params)] of what speaks against a visit; codes ``overlap leave rest closed quiet
    not_welcome weekday``.
    """
    found = []
    overlap = [one.name for one in conditions.others if meets(visit, one)]
    if overlap:
        found.append(("overlap", {"orders": overlap}))
    if any(first <= visit.end and visit.start <= last for first, last in conditions.away):
        found.append(("leave", {}))
    close = [
        one.name
        for one in conditions.others
        if one.name not in overlap
        and one.start < visit.end + conditions.rest
        and visit.start < one.end + conditions.rest
    ]
    if close:
        found.append(("rest", {"orders": close}))
    if conditions.is_emergency:
        return found
    if not conditions.in_hours:
        found.append(("closed", {}))
    if any(_touches(visit, window) for window in conditions.quiet):
        found.append(("quiet", {}))
    if conditions.welcome and not any(_holds(visit, window) for window in conditions.welcome):
        found.append(("not_welcome", {}))
    if conditions.weekend_only and not conditions.asked_in_writing and not is_weekend(visit):
        found.append(("weekday", {}))
    return found


def meets(visit, other):
    """Tell whether two visits are at the same time; one may begin when the other ends."""
    return visit.start < other.end and other.start < visit.end


def is_weekend(visit):
    """Tell whether a visit lies on Saturdays and Sundays only."""
    return all(day.weekday() >= SATURDAY for day in _days(visit))


def _days(visit):
    """The days that a visit touches; one that ends at midnight ends the day before."""
    last = max(visit.start, visit.end - timedelta(microseconds=1)).date()
    return [visit.start.date() + timedelta(days=step) for step in range((last - visit.start.date()).days + 1)]


def _touches(visit, window):
    spans = filter(None, (window.on(day) for day in _days(visit)))
    return any(start < visit.end and visit.start < stop for start, stop in spans)


def _holds(visit, window):
    span = window.on(visit.start.date())
    return bool(span) and span[0] <= visit.start and visit.end <= span[1]
