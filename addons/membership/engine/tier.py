"""Which tier a member stands in: thresholds include their value (CONV-BND-01), and who goes up or down, when.

Plain values in, a decision with its reason out: the same facts give the same decision, also later (P8).
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

#: whether a value is judged as soon as it changes, every day, or once a month or year over what is complete
JUDGED = ("at_once", "daily", "month_start", "year_start")
WINDOWS = ("lifetime", "rolling", "month", "year")
DOWN = ("never", "one_step", "by_measure", "keep")


@dataclass(frozen=True)
class Rung:
    """A tier: whoever measures ``threshold`` or more has reached it."""

    key: object
    threshold: float


@dataclass(frozen=True)
class Policy:
    """How a plan moves its members.

    :param up: ``at_once`` or ``at_review``
    :param down: one of ``DOWN``; ``keep``: not before the days of ``keep_months`` are over
    """

    up: str = "at_once"
    down: str = "by_measure"
    keep_months: int = 0


@dataclass(frozen=True)
class Decision:
    """Where a member stands from now on.

    :param key: of the rung; None: on none
    :param because: ``unknown``, ``new``, ``same``, ``up``, ``down``, ``never_down``, ``kept``, ``at_review``
    :param kept_until: the last day to which the rung is kept, where the plan keeps it
    """

    key: object
    because: str
    kept_until: date | None = None


def faults_of(rungs):
    """Return the numbers of the rungs that do not lie above the one before, in their order."""
    return [
        number for number in range(1, len(rungs)) if rungs[number].threshold <= rungs[number - 1].threshold
    ]


def reached(rungs, value):
    """Return the number of the highest rung that a value reaches, -1 for none; ``rungs`` rise."""
    found = -1
    for number, rung in enumerate(rungs):
        if value >= rung.threshold:
            found = number
    return found


def decide(rungs, policy, value, day, current=None, kept_until=None, is_review=True):
    """Return the ``Decision`` about a member.

    :param value: what was measured; None: unknown, and nothing changes (decisions 7)
    :param current: key of the rung on which the member stands; None: on none
    :param is_review: whether the plan judges now, not only looks whether somebody rose
    """
    keys = [rung.key for rung in rungs]
    now = keys.index(current) if current in keys else -1
    if value is None:
        return Decision(current, "unknown", kept_until)
    target = reached(rungs, value)
    if target == now:
        renewed = _keep(policy, day) if is_review and now >= 0 else kept_until
        return Decision(current if now >= 0 else None, "same" if now >= 0 else "new", renewed)
    if target > now:
        if policy.up == "at_review" and not is_review:
            return Decision(current, "at_review", kept_until)
        return Decision(keys[target], "up", _keep(policy, day))
    return _lower(keys, policy, day, now, target, kept_until, is_review)


def _lower(keys, policy, day, now, target, kept_until, is_review):
    if policy.down == "never":
        return Decision(keys[now], "never_down", kept_until)
    if not is_review:
        return Decision(keys[now], "at_review", kept_until)
    if policy.down == "keep" and kept_until and day <= kept_until:
        return Decision(keys[now], "kept", kept_until)
    lower = max(now - 1, target) if policy.down == "one_step" else target
    return Decision(keys[lower] if lower >= 0 else None, "down", _keep(policy, day) if lower >= 0 else None)


def _keep(policy, day):
    return add_months(day, policy.keep_months) if policy.down == "keep" else None


def window_of(window, judged, day, months=0):
    """Return the first day (None: from the beginning) and the last of what is measured on a day.

    Who is judged at the start of a month or year is judged by the one that is complete; otherwise the present
    one counts, as far as it has come.
    """
    if window == "lifetime":
        return None, day
    if window == "rolling":
        return add_months(day, -months) + timedelta(days=1), day
    first = day.replace(day=1) if window == "month" else day.replace(month=1, day=1)
    if judged not in ("month_start", "year_start"):
        return first, day
    last = first - timedelta(days=1)
    return (last.replace(day=1) if window == "month" else last.replace(month=1, day=1)), last


def is_review_day(judged, day, last):
    """Tell whether a plan that was reviewed on ``last`` (None: never) is to be reviewed on a day."""
    if last is None:
        return True
    if judged == "month_start":
        return (day.year, day.month) > (last.year, last.month)
    if judged == "year_start":
        return day.year > last.year
    return day > last


def add_months(day, months):
    """Return the day ``months`` later or earlier, clipped to the end of its month (CONV-TIME-05)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
