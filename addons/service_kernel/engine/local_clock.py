"""The wall clock of a time zone. Instants are whole seconds since 1970 in UTC, days are ordinals of dates."""

from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from .problem import Problem

YEARS = range(1900, 2500)
EPOCH = datetime(1970, 1, 1)
SECOND = timedelta(seconds=1)


def to_seconds(instant):
    """Seconds of a naive UTC or aware datetime; a fraction is cut off.

    :raise Problem: ``date_out_of_range``.
    """
    if instant.tzinfo is not None:
        instant = instant.astimezone(timezone.utc).replace(tzinfo=None)
    if instant.year not in YEARS:
        raise Problem("date_out_of_range", value=instant.isoformat(" ", "seconds"))
    return (instant - EPOCH) // SECOND


@lru_cache(maxsize=64)
def local_clock(zone):
    """The ``LocalClock`` of a zone, shared by all its calendars.

    :raise Problem: ``zone_unknown``.
    """
    return LocalClock(zone)


class LocalClock:
    """Tells local days, and when the wall clock shows a time."""

    def __init__(self, zone):
        try:
            self._zone = ZoneInfo(zone)
        except (OSError, ValueError, KeyError):
            raise Problem("zone_unknown", value=zone) from None
        self.wall = lru_cache(maxsize=65_536)(self._wall)

    def day(self, instant):
        """The local date."""
        return (EPOCH + timedelta(seconds=instant + self._offset(instant))).toordinal()

    def _offset(self, instant):
        aware = (EPOCH + timedelta(seconds=instant)).replace(tzinfo=timezone.utc).astimezone(self._zone)
        return aware.utcoffset() // SECOND

    def end_of_day(self, ordinal):
        """The last second of a day.

        :raise Problem: ``not_reached``.
        """
        if not date(YEARS[0], 1, 1).toordinal() <= ordinal < date(YEARS[-1], 1, 1).toordinal():
            raise Problem("not_reached", years=YEARS[-1] - YEARS[0])
        return self.wall(ordinal + 1, 0) - 1

    def _wall(self, ordinal, seconds):
        """The first instant at which the wall clock shows this time of this day or a later one."""
        local = datetime.fromordinal(ordinal) + timedelta(seconds=seconds)
        first = local.replace(tzinfo=self._zone).utcoffset() // SECOND
        second = local.replace(tzinfo=self._zone, fold=1).utcoffset() // SECOND
        wall = (local - EPOCH) // SECOND
        if first >= second:
            return wall - first
        low, high = wall - second, wall - first  # the clock skips this time somewhere in between
        while high - low > 1:
            middle = (low + high) // 2
            if self._offset(middle) == first:
                low = middle
            else:
                high = middle
        return high
