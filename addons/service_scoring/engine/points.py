"""What one entry costs or earns (CONV-CNT-01, CU-SCORE-03, CU-QUAL-01, CU-QUAL-03, CU-PUB-07).

Points = points of the rule × factors of circumstances × factor of the repetition × quantity, rounded half up
to 0.01 at the last step. A deduction is negative, a reward positive.
"""

from dataclasses import dataclass
from decimal import Decimal

from .numbers import exact, rounded
from .problem import ScoreProblem

SIGNS = {"deduction": -1, "reward": 1}


@dataclass(frozen=True)
class Rule:
    """What a rule says: ``mode`` fixed, minimum or range; shares in per cent; numbers without a sign."""

    kind: str
    mode: str = "fixed"
    points: float = 0.0
    points_max: float = 0.0
    share_from: float = 50.0
    share_to: float = 100.0


@dataclass(frozen=True)
class Step:
    """What holds from the ``occurrence``-th time on."""

    occurrence: int
    factor: float = 1.0


@dataclass(frozen=True)
class Result:
    """``points`` signed; ``points_each`` and ``share`` as they were taken; ``factor`` of everything."""

    points: Decimal
    points_each: Decimal
    factor: Decimal
    share: Decimal


def step_of(occurrence, steps):
    """Return the step that holds at the ``occurrence``-th time, None before the first one."""
    return max(
        (step for step in steps if step.occurrence <= occurrence),
        key=lambda step: step.occurrence,
        default=None,
    )


def compute(rule, quantity, points_each=None, factors=(), share=None):
    """Return the ``Result`` of one entry.

    :param quantity: how many units of the rule were counted, above zero
    :param points_each: per unit, where the rule leaves a choice; None: the rule's own, the least
    :param factors: of circumstances and of the repetition
    :param share: per cent of the period's score, for a rule that takes a share; None: the least
    :raise ScoreProblem: ``quantity``, ``points_fixed``, ``points_below``, ``points_above``, ``share_range``
    """
    if exact(quantity) <= 0:
        raise ScoreProblem("quantity", quantity=exact(quantity))
    if rule.kind == "share":
        return Result(Decimal(0), Decimal(0), Decimal(1), _check_share(rule, share))
    if rule.kind not in SIGNS:
        return Result(Decimal(0), Decimal(0), Decimal(1), Decimal(0))
    each = _check_points(rule, points_each)
    factor = Decimal(1)
    for one in factors:
        factor *= exact(one)
    points = rounded(SIGNS[rule.kind] * each * factor * exact(quantity))
    return Result(points, each, factor, Decimal(0))


def _check_points(rule, points_each):
    least = exact(rule.points)
    if points_each is None:
        return least
    each = rounded(points_each)
    if rule.mode == "fixed" and each != least:
        raise ScoreProblem("points_fixed", points=least, given=each)
    if each < least:
        raise ScoreProblem("points_below", points=least, given=each)
    if rule.mode == "range" and each > exact(rule.points_max):
        raise ScoreProblem("points_above", points=exact(rule.points_max), given=each)
    return each


def _check_share(rule, share):
    least, most = exact(rule.share_from), exact(rule.share_to)
    taken = least if share is None else exact(share)
    if not least <= taken <= most:
        raise ScoreProblem("share_range", share_from=least, share_to=most, given=taken)
    return taken
