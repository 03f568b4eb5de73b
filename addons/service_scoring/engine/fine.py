"""Fines from brackets of points (HOTEL-FINE-01, SA-FINE-01).

A bracket holds above its lower end and up to its upper end, so 20 points are in (0, 20] and 20.01 in
(20, ∞). In a ``whole`` bracket every point from the first costs the bracket's amount; in a ``marginal``
one only the points inside do, and what lies below costs what the brackets below say.
"""

from dataclasses import dataclass
from decimal import Decimal

from .numbers import exact, rounded
from .problem import ScoreProblem

WHOLE, MARGINAL = "whole", "marginal"


@dataclass(frozen=True)
class Bracket:
    """``points_to`` None: no upper end. ``amount``: of money, per point."""

    points_from: float
    points_to: float | None
    amount: float
    mode: str = MARGINAL


def check_brackets(brackets, whole=True):
    """Return [(code, params)] of what is wrong with brackets as a set; no brackets are no fines, and right.

    Codes: ``start`` (points), ``gap`` (points_from, points_to), ``overlap`` (points_from, points_to),
    ``top`` (points).

    :param whole: False while they are still being typed in: the upper end may be missing
    """
    problems = []
    reached = Decimal(0)  # None: without end
    for number, bracket in enumerate(_sorted(brackets)):
        start = exact(bracket.points_from)
        end = None if bracket.points_to is None else exact(bracket.points_to)
        if reached is None or start < reached:
            ends = [limit for limit in (end, reached) if limit is not None]
            problems.append(("overlap", {"points_from": start, "points_to": min(ends) if ends else None}))
        elif start > reached:
            code = "gap" if number else "start"
            problems.append((code, {"points_from": reached, "points_to": start}))
        reached = None if reached is None or end is None else max(reached, end)
    if whole and brackets and reached is not None:
        problems.append(("top", {"points_from": reached, "points_to": None}))
    return problems


def fine(points, brackets):
    """Return the fine in money for points of a period, a ``Decimal`` rounded half up to 0.01.

    :param points: deducted, without a sign; nothing or less costs nothing
    :raise ScoreProblem: ``no_bracket``: the brackets do not say what so many points cost
    """
    return rounded(_fine(exact(points), _sorted(brackets)))


def _sorted(brackets):
    return sorted(brackets, key=lambda bracket: exact(bracket.points_from))


def _fine(points, brackets):
    if points <= 0 or not brackets:
        return Decimal(0)
    for number, bracket in enumerate(brackets):
        start = exact(bracket.points_from)
        if start < points and (bracket.points_to is None or points <= exact(bracket.points_to)):
            if bracket.mode == WHOLE:
                return points * exact(bracket.amount)
            return (points - start) * exact(bracket.amount) + _fine(start, brackets[:number])
    raise ScoreProblem("no_bracket", points=points)
