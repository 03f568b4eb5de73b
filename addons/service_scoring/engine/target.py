"""Targets and what a result means: proportion, share, bands, commission (HOTEL-TGT-01, ASC-SR-04, Q-42).

A result that is not known is not zero: it has no share, lies in no band and earns nothing.
"""

from datetime import timedelta
from itertools import combinations
from typing import Any, NamedTuple

from .numbers import exact, rounded
from .period import MONTHS
from .period import period_of as calendar_period_of

WEEK = 7  # days
WHOLE = 100  # per cent
DAY = timedelta(days=1)


class Band(NamedTuple):
    """Holds from ``start`` to below ``below``, None: open; of the value, or of its share of the target in %.

    ``outcome`` tells what follows: two bands of the same outcome may not both hold.
    """

    key: Any
    outcome: Any
    is_share: bool
    start: float | None = None
    below: float | None = None


def period_of(day, kind):
    """Return (first, last) day of the calendar week, month, quarter, half-year or year that holds a day."""
    if kind == "week":
        first = day - timedelta(day.weekday())
        return first, first + timedelta(WEEK - 1)
    return calendar_period_of(day, kind)


def number_of(first, kind):
    """Return which period of its year begins on ``first``, from 1; weeks are not counted: 0."""
    return 0 if kind == "week" else (first.month - 1) // MONTHS[kind] + 1


def in_proportion(target, days, whole):
    """Return the target of somebody who was employed on ``days`` of the ``whole`` days of the period."""
    return rounded(exact(target) * days / whole) if whole else exact(target)


def per_head(target, heads):
    """Return the target of a unit that had ``heads`` people in post at the beginning (SYC-FRD-03)."""
    return rounded(exact(target) * heads)


def share_of(value, target):
    """Return the share of the target that was reached, in per cent and exact.

    :return: None where the value is not known, or no target was set
    """
    if value is None or not target:
        return None
    return exact(value) * WHOLE / exact(target)


def reached(value, target, bands):
    """Return the keys of the bands that a value reaches, in their order; a missing value reaches none.

    Shares are not rounded: what is just below 120 % is not 120 %.
    """
    return [band.key for band in bands if _holds(band, share_of(value, target) if band.is_share else value)]


def commission(value, target, rate, is_above):
    """Return what a value earns at ``rate`` per cent: of all, or of what is above the target (Q-18)."""
    if value is None:
        return exact(0)
    base = exact(value) - exact(target) if is_above else exact(value)
    return rounded(max(base, exact(0)) * exact(rate) / WHOLE)


def overlapping(bands):
    """Return the first two bands of one outcome that some result could reach both, None if there are none.

    Bands of one outcome go by the value or by the share: mixed, nobody knows which of them would hold.
    """
    for one, other in combinations(bands, 2):
        if one.outcome != other.outcome:
            continue
        if one.is_share != other.is_share or (_starts_below(one, other) and _starts_below(other, one)):
            return one, other
    return None


def _holds(band, measure):
    if measure is None:
        return False
    measure = exact(measure)
    return (band.start is None or exact(band.start) <= measure) and (
        band.below is None or measure < exact(band.below)
    )


def _starts_below(one, other):
    """Tell whether ``one`` starts before ``other`` ends."""
    return one.start is None or other.below is None or exact(one.start) < exact(other.below)
