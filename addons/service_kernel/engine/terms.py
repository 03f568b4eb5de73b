"""How long a clock may run: an amount of time on a calendar, or a deadline that somebody else has given."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .local_clock import SECOND
from .working_time import WorkingTime

WORKING = ("working_hours", "working_days")
DAYS = ("working_days", "calendar_days")
SECONDS = {"working_hours": 3600, "clock_hours": 3600, "clock_minutes": 60}
#: the deadline stands on the case itself, such as one that an authority has set
GIVEN = "given"


@dataclass(frozen=True)
class Terms:
    """How long a clock may run: ``value`` of ``unit`` on the calendar that ``time`` computes on.

    ``given``: the very deadline, of the unit ``GIVEN``; time counts plainly towards it.
    """

    value: float
    unit: str
    time: WorkingTime
    given: datetime | None = None

    def count(self, start, end):
        """Seconds that count between two instants; 0 when ``end`` is not later."""
        if end <= start:
            return 0
        if self.unit in WORKING:
            return self.time.open_seconds(start, end)
        return (end - start) // SECOND

    def add(self, start, seconds):
        """The instant at which so many counted seconds after ``start`` are used up."""
        if self.unit in WORKING:
            return self.time.due(start, seconds / 3600, "working_hours")
        return start + timedelta(seconds=seconds)

    def closing(self, instant):
        """The end of the day on which a limit of days lies: its closing, or 23:59:59."""
        return self.time.due(instant, 0, self.unit)
