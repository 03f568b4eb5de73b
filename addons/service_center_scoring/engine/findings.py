"""What becomes a proposal for the score ledger, from what was found out about people's work."""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

#: from so many rightful complaints in one month on (MALL-TWICE-01)
TWICE = 2


class Case(NamedTuple):
    """A complaint about a person whose facts are confirmed, received on a local ``day``."""

    id: int
    person: int
    day: object


class Month(NamedTuple):
    """A person's month with too many complaints: its ``first`` day, and the cases in order of their days."""

    person: int
    first: object
    cases: tuple


def months_with_several(cases):
    """Return the months in which a person was complained about twice or more (MALL-TWICE-01, Q-31).

    Once a month, however many there are; a complaint counts once, also where it is given twice.
    """
    months = defaultdict(set)
    for case in cases:
        months[case.person, case.day.replace(day=1)].add(case)
    found = [
        Month(person, first, tuple(sorted(ones, key=lambda one: (one.day, one.id))))
        for (person, first), ones in months.items()
        if len({one.id for one in ones}) >= TWICE
    ]
    return sorted(found, key=lambda one: (one.first, one.person))


def satisfaction_mark(satisfied, answered, minimum):
    """Return the share of satisfied answers in per cent; None of too few answers (CB-PAY-01).

    It is not rounded: what is just below 80 is not 80.

    :param minimum: answers below which a figure says too little
    """
    if answered < max(minimum, 1):
        return None
    return Decimal(100 * satisfied) / answered


def who_had_it(now, changes, at):
    """Return who handled a case at a moment.

    :param now: who handles it now
    :param changes: [(moment, who handled it until then)], in any order
    """
    later = [change for change in changes if change[0] > at]
    return min(later, key=lambda change: change[0])[1] if later else now
