"""Several rules hit by one act: all count, only the weightiest one, or all up to a cap (S1).

Deductions and rewards are weighed apart: an act that earns one and costs another has both.
"""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

ALL, HIGHEST, CAPPED = "all", "highest", "capped"
ZERO = Decimal(0)


class Entry(NamedTuple):
    """An entry of the ledger; entries with the same ``act`` come from one act of one person or unit.

    ``points``: below zero for deductions. ``reverses``: the id of the entry that this one takes back.
    """

    id: int
    act: str
    points: Decimal
    reverses: int | None = None


def apply(entries, mode, cap=ZERO):
    """Return {id: (points that count, reason)}.

    Reasons: ``counted``; ``reversed`` (the entry and what takes it back are both here: neither counts);
    ``highest`` (a weightier rule of the same act counts instead); ``capped`` (cut down to the act's cap).

    :param cap: points that one act costs or earns at most, when ``mode`` is ``capped``
    """
    here = {entry.id for entry in entries}
    pairs = {entry.reverses for entry in entries if entry.reverses in here}
    result, acts = {}, defaultdict(list)
    for entry in entries:
        if entry.id in pairs or entry.reverses in pairs:
            result[entry.id] = (ZERO, "reversed")
        elif mode == ALL or entry.reverses:
            # what takes back an entry of an earlier period is no act of its own
            result[entry.id] = (entry.points, "counted")
        else:
            acts[entry.act, entry.points > 0].append(entry)
    for group in acts.values():
        group.sort(key=lambda entry: (-abs(entry.points), entry.id))
        result.update(_highest(group) if mode == HIGHEST else _capped(group, cap))
    return result


def _highest(group):
    first, *others = group
    return {first.id: (first.points, "counted")} | {entry.id: (ZERO, "highest") for entry in others}


def _capped(group, cap):
    left, result = cap, {}
    for entry in group:
        counted = min(abs(entry.points), left)
        left -= counted
        is_whole = counted == abs(entry.points)
        result[entry.id] = (counted.copy_sign(entry.points), "counted" if is_whole else "capped")
    return result
