"""How much of what is to be taken may be taken from one month's pay (Q-57, S6).

At most ``cap_share`` % of the month's wage over all rule books, and never so much that less than the wage
floor is left. What may not be taken is the rest: carried over or written off, as the book says.
"""

from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple

ZERO, CENT = Decimal(0), Decimal("0.01")


class Guard(NamedTuple):
    """``taken``: what may be taken (below zero: given back); ``rest``: what may not; ``reason``: why not."""

    taken: Decimal
    rest: Decimal
    reason: str | None = None


def guard(wanted, wage, cap_share, floor=ZERO, taken_before=ZERO):
    """Return the ``Guard`` of an amount that is to be taken from a month's wage.

    :param wanted: below zero: given back, which nothing limits
    :param wage: the month's; None: unknown, so nothing is taken and nothing is left over: it waits
    :param cap_share: % of the wage; 0: no cap
    :param floor: what has to be left of the wage; 0: no floor
    :param taken_before: what other sheets take of the same month's wage
    """
    if wage is None:
        return Guard(ZERO, ZERO, "no_wage")
    if wanted <= 0:
        return Guard(wanted, ZERO)
    before = max(taken_before, ZERO)
    cap = (wage * cap_share / 100).quantize(CENT, ROUND_DOWN) if cap_share else wage
    least = wage - floor
    room = max(min(cap, least) - before, ZERO)
    if wanted <= room:
        return Guard(wanted, ZERO)
    return Guard(room, wanted - room, "cap" if cap <= least else "floor")


def split(taken, withheld):
    """Split what is taken into (fine, withheld): components are withheld first, fines take the rest.

    :param withheld: what is to be withheld of components; below zero: given back
    """
    if withheld <= 0 or taken <= 0:
        return taken - withheld, withheld
    part = min(taken, withheld)
    return taken - part, part
