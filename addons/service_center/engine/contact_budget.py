"""How often a customer may be contacted: so many times within so many days, whoever plans it (C4).

Days are dates. The days are rolling: any so many days on end. Contacts that have to be made are made and
count; the others give way to them.
"""

from bisect import bisect_left, insort
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Wish:
    """A contact that somebody plans; not ``fixed`` ones may move from ``day`` up to ``latest``."""

    key: str
    day: date
    latest: date
    fixed: bool = False


@dataclass(frozen=True)
class Rule:
    """At most ``limit`` contacts (0: any number) in ``days`` days, and ``rest`` days from one to the next."""

    limit: int = 0
    days: int = 1
    rest: int = 0


def is_free(booked, day, rule):
    """Tell whether one more contact may be made on a day.

    :param booked: days of the contacts, in order
    """
    place = bisect_left(booked, day)
    around = booked[max(place - 1, 0) : place + 1]
    if any(abs((other - day).days) < rule.rest for other in around):
        return False
    if not rule.limit:
        return True
    days = [*booked[max(place - rule.limit, 0) : place], day, *booked[place : place + rule.limit]]
    new = min(place, rule.limit)
    for first in range(max(new - rule.limit, 0), new + 1):
        last = first + rule.limit
        if last < len(days) and (days[last] - days[first]).days < max(rule.days, 1):
            return False
    return True


def place(booked, wishes, rule):
    """Return {key: day, or None} for these wishes of one customer.

    Fixed ones keep their day and are placed first; the others get the first free day, in their order.

    :param booked: days of contacts that are planned or were made
    """
    diary = sorted(booked)
    placed = {}
    for wish in wishes:
        if wish.fixed:
            placed[wish.key] = wish.day
            insort(diary, wish.day)
    for wish in wishes:
        if wish.fixed:
            continue
        day = wish.day
        while day <= wish.latest and not is_free(diary, day, rule):
            day += DAY
        placed[wish.key] = day if day <= wish.latest else None
        if placed[wish.key]:
            insort(diary, day)
    return placed
