"""When a regular summary is due, and which days it is about."""

from calendar import monthrange
from datetime import datetime, time, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

MOST = 7  # summaries that are caught up; who was away for longer looks into the analysis


class Period(NamedTuple):
    """The local days ``first`` to ``last``; ``key`` names them once and for all."""

    key: str
    first: object
    last: object


def due(frequency, weekday, month_day, hour, tz, since, now):
    """Return the periods whose summary fell due after ``since`` until ``now``, oldest first, at most MOST.

    :param frequency: ``daily`` about the day before, ``weekly`` about the seven days before, ``monthly``
        about the month before
    :param weekday: 0 Monday to 6, for weekly ones
    :param month_day: 1 to 31 for monthly ones; a shorter month takes its last day
    :param hour: 0 to 23, local; one that daylight saving skips is an hour later
    :param since: naive UTC, as ``now``
    """
    zone = ZoneInfo(tz)
    day = now.replace(tzinfo=timezone.utc).astimezone(zone).date()
    found = []
    while len(found) < MOST:
        at = datetime.combine(day, time(hour), zone).astimezone(timezone.utc).replace(tzinfo=None)
        if at <= since:
            break
        if at <= now and _falls(frequency, weekday, month_day, day):
            found.append(period_before(frequency, day))
        day -= timedelta(1)
    return found[::-1]


def period_before(frequency, day):
    """Return the last complete period before a day: what a summary that is made on it is about."""
    last = day - timedelta(1)
    if frequency == "daily":
        first = last
    elif frequency == "weekly":
        first = day - timedelta(7)
    else:
        last = day.replace(day=1) - timedelta(1)
        first = last.replace(day=1)
    return Period(f"{frequency}:{first}:{last}", first, last)


def _falls(frequency, weekday, month_day, day):
    if frequency == "weekly":
        return day.weekday() == weekday
    if frequency == "monthly":
        return day.day == min(month_day, monthrange(day.year, day.month)[1])
    return True
