"""How often somebody did the same before: what step a rule has then, ``points.step_of`` says.

The n-th entry that is confirmed within the window is the n-th occurrence; what was taken back does not count.
"""

from datetime import date, timedelta

NONE, EVER = "none", "ever"
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def window(day, kind):
    """Return (first day, last day) of the calendar window that holds ``day``; (None, None): all time.

    :param kind: ``month``, ``quarter``, ``half``, ``year`` or ``ever``
    """
    if kind == EVER:
        return None, None
    length = _MONTHS[kind]
    start = (day.month - 1) // length * length
    first = date(day.year, start + 1, 1)
    end = start + length
    last = date(day.year + end // 12, end % 12 + 1, 1) - timedelta(days=1)
    return first, last


def count_before(day, kind, days):
    """Return how many of ``days``, on which the same happened, are in the window that holds ``day``."""
    if kind == NONE:
        return 0
    first, last = window(day, kind)
    return sum(1 for other in days if first is None or first <= other <= last)


def occurrences(new, kind, known):
    """Return {id: number of the occurrence} of new entries of one rule and person, in the order given.

    :param new: [(id, day)]
    :param known: days of the entries that were confirmed before and still count
    """
    days, result = list(known), {}
    for key, day in new:
        result[key] = count_before(day, kind, days) + 1
        days.append(day)
    return result
