"""Whether purchases make somebody a customer friend (SYC-FRD-01): one large enough, or repeated ones.

Amounts include the taxes; exactly the least is enough (CONV-BND-01). What cost nothing is no purchase.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

CENT = Decimal("0.01")


class Purchase(NamedTuple):
    """A confirmed order: its local day, its amount in the company's money, and its number."""

    day: date
    amount: float
    name: str


def until(purchases, day):
    """Return the purchases that were made on or before ``day``."""
    return [purchase for purchase in purchases if purchase.day <= day and _exact(purchase.amount) > 0]


def largest(purchases):
    """Return the largest purchase, the latest of several; None: there is none."""
    return max(purchases, key=lambda one: (_exact(one.amount), one.day, one.name), default=None)


def reaches(purchase, least):
    """Tell whether one purchase is of ``least`` or more."""
    return purchase is not None and _exact(purchase.amount) >= _exact(least)


def days_of(purchases):
    """Return the different days of the purchases in order: who bought on two of them bought repeatedly."""
    return sorted({purchase.day for purchase in purchases})


def _exact(amount):
    """Return an amount in hundredths: what was converted from another currency may lie a hair beside."""
    return Decimal(str(amount)).quantize(CENT, ROUND_HALF_UP)
