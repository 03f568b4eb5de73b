"""Hours in which customers like to be contacted, as instants, and when to try again (REALTY-WIN-01, Q-47).

Instants are naive UTC. A window is hours of the customer's wall clock; where the clock is changed, it is
what the wall clock shows: a window in the hour that is skipped does not exist on that day.
"""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from .visit_plan import Window

#: where nobody says anything else (REALTY-WIN-01)
STANDARD = (Window(None, 600, 690), Window(None, 930, 1020))
#: days looked at to find a window
HORIZON = 14
#: between two tries, at least
PAUSE = timedelta(hours=1)
#: tries are offered at these distances in a window
RASTER = timedelta(minutes=30)
#: minutes of the clock that make another time of the day
APART = 120
#: no second try of a day after this hour, in the customer's time
LATEST_HOUR = 21
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def zone_of(name):
    """Return the time zone of this name, None when there is none of that name."""
    try:
        return ZoneInfo(name) if name else None
    except (OSError, ValueError, KeyError):
        return None


def local(instant, zone):
    """Return what the wall clock shows at an instant, as naive datetime."""
    return instant.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None)


def instant(wall, zone, fold=0):
    """Return the first instant at which the wall clock shows this time, or a later one where it is skipped.

    :param fold: 1: the second instant, where the clock shows the time twice
    """
    early, late = (
        wall.replace(tzinfo=zone, fold=one).astimezone(timezone.utc).replace(tzinfo=None) for one in (0, 1)
    )
    if local(early, zone) == wall:
        return late if fold else early
    low, high = min(early, late), max(early, late)  # the clock skips this time somewhere in between
    while high - low > SECOND:
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        if local(middle, zone) < wall:
            low = middle
        else:
            high = middle
    return high


def day_start(day, zone):
    """Return the first instant of a local day."""
    return instant(datetime.combine(day, time()), zone)


def windows_of_day(windows, day, zone):
    """Return the windows of a local day as [(first instant, instant of the end)], in order."""
    spans = []
    for window in windows:
        walls = window.on(day)
        if not walls:
            continue
        start, stop = instant(walls[0], zone, 1), instant(walls[1], zone)
        if start >= stop:
            start = instant(walls[0], zone)
        if start < stop:
            spans.append((start, stop))
    return sorted(spans)


def first_window(windows, at, zone, until=None):
    """Return the first window that has not ended at an instant, from that instant on; None without any.

    :param until: the window begins at this instant at the latest
    """
    first = local(at, zone).date()
    for number in range(HORIZON + 1):
        for start, stop in windows_of_day(windows, first + number * DAY, zone):
            if stop > at and (until is None or max(start, at) <= until):
                return max(start, at), stop
    return None


def offer(windows, start, end, now, zone, same_day):
    """Return (from, to) in which a contact is offered; None: any time, or too late.

    A window of the day from ``start`` to ``end``, else of a later day. A duty of the day is never moved to
    another one: without a window what is left of the day is offered.

    :param start: first instant of the day on which it is due
    :param end: last instant of that day
    """
    at = max(start, now)
    if same_day:
        if at > end:
            return None
        found = first_window(windows, at, zone, until=end)
        return (found[0], min(found[1], end)) if found and found[0] < end else (at, end)
    return first_window(windows, at, zone)


def next_try(tries, now, windows, zone, until, same_day=False, is_open=None, taken=()):
    """Return the instant of the next try: another weekday and another time of day than those that failed.

    Where no day and time is both, another weekday counts more than another time. None: it makes no sense any
    more.

    :param tries: instants of the tries that failed
    :param until: last instant at which a try makes sense
    :param same_day: a duty of the day, which is never moved to another one
    :param is_open: tells whether somebody works on a local day; not asked for duties of the day
    :param taken: instants promised to others, which are left out as long as there are free ones
    """
    earliest = now + PAUSE
    failed = [local(one, zone) for one in tries]
    if same_day:
        is_open = None
    slots = [
        (slot, local(slot, zone))
        for slot in _slots(windows or STANDARD, earliest, until, zone)
        if is_open is None or is_open(local(slot, zone).date())
    ]
    slots = [slot for slot in slots if all(abs(slot[0] - one) >= RASTER for one in taken)] or slots
    for fits in _PREFERENCES:
        for slot, wall in slots:
            if all(fits(wall, one) for one in failed):
                return slot
    if same_day and earliest <= until and local(earliest, zone).hour < LATEST_HOUR:
        return earliest if local(earliest, zone).date() == local(now, zone).date() else None
    return None


def _slots(windows, earliest, until, zone):
    first = local(earliest, zone).date()
    for number in range(HORIZON + 1):
        for start, stop in windows_of_day(windows, first + number * DAY, zone):
            slot = start
            while slot < stop:
                if earliest <= slot <= until:
                    yield slot
                slot += RASTER


def _minutes_apart(one, other):
    minutes = abs((one.hour - other.hour) * 60 + one.minute - other.minute)
    return min(minutes, 24 * 60 - minutes)


def _other_day(wall, failed):
    return wall.weekday() != failed.weekday()


def _other_time(wall, failed):
    return _minutes_apart(wall, failed) >= APART


def _other_hour(wall, failed):
    return wall.hour != failed.hour


_PREFERENCES = (
    lambda wall, failed: _other_day(wall, failed) and _other_time(wall, failed),
    lambda wall, failed: _other_day(wall, failed) and _other_hour(wall, failed),
    _other_day,
    _other_time,
    _other_hour,
    lambda wall, failed: True,
)
