"""Exact points and money: what a float shows is what counts, so that 0.1 + 0.2 is 0.3 (CONV-MON-01)."""

from decimal import ROUND_HALF_UP, Decimal

HUNDREDTH = Decimal("0.01")


def exact(value):
    """Return a number as the ``Decimal`` that it shows: 15 digits of a float, the rest is its noise."""
    return value if isinstance(value, Decimal) else Decimal(format(value, ".15g"))


def rounded(value):
    """Return points or money rounded half up (away from zero) to 0.01."""
    return exact(value).quantize(HUNDREDTH, ROUND_HALF_UP) + 0  # no negative zero


def total(values):
    """Return the exact sum of numbers."""
    return sum(map(exact, values), Decimal(0))
