"""Arithmetic of the complaint report: periods, shares, averages, medians, series, ranking.

SQL counts and sums; what follows from counts and sums is decided here (decisions 19). What cannot be
known (a share of nothing, the average of nothing) is None, never zero (decisions 7).
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

SECONDS_A_DAY = 86400
# Steps of the series: up to two months by day, up to two years by week, else by month.
MOST_DAYS, MOST_WEEKS = 62, 731


@dataclass(frozen=True)
class Figures:
    """What was counted in one period; ``seconds_to_close`` is {seconds from receipt to closing: how many}."""

    received: int = 0
    history: int = 0
    received_closed: int = 0
    reopened: int = 0
    amount: float = 0.0
    closed: int = 0
    rejected: int = 0
    open_at_end: int = 0
    seconds_to_close: dict = field(default_factory=dict)

    @property
    def share_closed(self):
        """Which part of the received complaints was closed by the end of the period (0 to 1)."""
        return share(self.received_closed, self.received)

    @property
    def average_days(self):
        """Average days from receipt to closing of the complaints closed in the period."""
        return average_days(
            sum(s * n for s, n in self.seconds_to_close.items()), sum(self.seconds_to_close.values())
        )

    @property
    def median_days(self):
        """Median of the days from receipt to closing of the complaints closed in the period."""
        return median_days(self.seconds_to_close)

    @property
    def is_empty(self):
        """Nothing came in and nothing was decided."""
        return not (self.received or self.closed or self.rejected)


@dataclass(frozen=True)
class Group:
    """One line of a breakdown. ``received`` and ``amount`` are of those received in the period, ``closed``
    and ``seconds`` (their sum, from receipt to closing) of those closed in it, whenever received. What is
    not ``known`` are the complaints without a category, product …"""

    label: str
    received: int
    amount: float
    closed: int
    seconds: int
    known: bool = True

    @property
    def average_days(self):
        """Average days from receipt to closing."""
        return average_days(self.seconds, self.closed)

    def share_of(self, received):
        """Which part of all ``received`` complaints these are (0 to 1)."""
        return share(self.received, received)


def share(part, whole):
    """Return part / whole, or None of nothing."""
    return part / whole if whole else None


def average_days(seconds, count):
    """Return the average in days of ``count`` durations that sum up to ``seconds``, or None of nothing."""
    return seconds / count / SECONDS_A_DAY if count else None


def median_days(seconds):
    """Return the median in days of the histogram {seconds: how many}, or None of nothing."""
    count = sum(seconds.values())
    if not count:
        return None
    wanted = ((count - 1) // 2, count // 2)
    found, passed = [], 0
    for duration in sorted(seconds):
        before, passed = passed, passed + seconds[duration]
        found += [duration for position in wanted if before <= position < passed]
    return sum(found) / 2 / SECONDS_A_DAY


def rank(groups):
    """Return groups as a manager reads them: the most received first, the unknown last."""
    return sorted(
        groups,
        key=lambda group: (not group.known, -group.received, -group.closed, -group.amount, group.label),
    )


def month_bounds(year, month):
    """Return the first and the last day of a month.

    :raise ValueError: no such month, or a year outside 1 to 9999
    """
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def utc_bounds(first, last, tz):
    """Return the naive UTC times [start, end) of the local days first to last; the end is exclusive."""
    zone = ZoneInfo(tz)

    def midnight(day):
        return datetime.combine(day, time(), zone).astimezone(timezone.utc).replace(tzinfo=None)

    return midnight(first), midnight(last + timedelta(1))


def is_whole_months(first, last):
    """Tell whether the days are one or more calendar months."""
    return first.day == 1 and (last + timedelta(1)).day == 1


def shift_months(day, months):
    """Return the day some months later (or before), clipped to the end of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def comparisons(first, last):
    """Return the periods to compare with: the one just before, and the same a year before.

    Calendar months are compared with calendar months, other days with as many days.
    """
    if is_whole_months(first, last):
        count = (last.year - first.year) * 12 + last.month - first.month + 1
        before = shift_months(first, -count), first - timedelta(1)
        return before, (shift_months(first, -12), shift_months(last + timedelta(1), -12) - timedelta(1))
    length = last - first
    return (first - timedelta(1) - length, first - timedelta(1)), (
        shift_months(first, -12),
        shift_months(last, -12),
    )


def step_of(first, last):
    """Return how a series over these days is cut: ``day``, ``week`` (from Monday) or ``month``."""
    days = (last - first).days + 1
    return "day" if days <= MOST_DAYS else "week" if days <= MOST_WEEKS else "month"


def series(first, last, received, closed):
    """Return [(first day of the step, received, closed)] without gaps, from {day: count} of local days.

    A week or month that begins before the period is called after the period's first day.
    """
    step = step_of(first, last)
    totals = {}
    for offset in range((last - first).days + 1):
        day = first + timedelta(offset)
        start = day
        if step == "week":
            start = day - timedelta(day.weekday())
        elif step == "month":
            start = day.replace(day=1)
        entry = totals.setdefault(max(start, first), [0, 0])
        entry[0] += received.get(day, 0)
        entry[1] += closed.get(day, 0)
    return [(start, *counts) for start, counts in totals.items()]
