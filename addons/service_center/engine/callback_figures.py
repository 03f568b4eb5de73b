"""Figures of callbacks: coverage, timeliness, satisfaction and how sure it is (CB-COV-01, CB-RATE-01).

Definitions, for callers, reports and summaries alike:

* Required: a callback that had to be made by now. One that is planned and not due yet does not count. One
  that was cancelled because its purpose was met, its plan changed, what started it was undone, the customer
  was called in the meantime, is gone or wants no contacts counts out: nobody had to, or may, call. One that
  was given up as not reached, cancelled by hand, or for want of a number, counts as required and not done:
  that is no way round a target.
* Coverage: the done ones of the required ones.
* Timeliness: those done by their due time, of the done ones.
* Asked: those done or given up as not reached; answered: those of them who said how satisfied they are;
  response rate: the answered of the asked. Who could not be reached is a missing answer.
* Satisfied: 4 or 5 of 5. Recovered: problems after which the customer was satisfied in the second callback,
  of all problems; one that nobody has called about again is not recovered.

What cannot be known (a share of nothing) is None, never zero.
"""

from dataclasses import dataclass, field
from math import sqrt
from typing import NamedTuple

Z = 1.959963984540054  # 95 %
LOWEST, HIGHEST, SATISFIED_FROM = 1, 5, 4
MINIMUM = 5  # answers below which a figure says too little, unless the company says otherwise

#: why a cancelled callback does not count
COUNTS_OUT = ("purpose_met", "plan_changed", "superseded", "do_not_disturb", "gone", "undone")
#: closed without having been made: what was tried and given up
GIVEN_UP = "unreached"


class Interval(NamedTuple):
    """Where the true value lies, 95 times of 100."""

    low: float
    high: float


def share(part, whole):
    """Return part / whole, None of nothing."""
    return part / whole if whole else None


def wilson(part, whole):
    """Return the Wilson interval of a share (0 to 1), None of nothing.

    :raise ValueError: more parts than the whole, or less than nothing
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole}")
    if not whole:
        return None
    rate, square = part / whole, Z * Z
    middle = (rate + square / (2 * whole)) / (1 + square / whole)
    half = Z * sqrt(rate * (1 - rate) / whole + square / (4 * whole * whole)) / (1 + square / whole)
    return Interval(max(0.0, min(middle - half, rate)), min(1.0, max(middle + half, rate)))


def mean(counts):
    """Return the mean of the histogram {score: how many}, None of nothing."""
    number = sum(counts.values())
    return sum(score * count for score, count in counts.items()) / number if number else None


def mean_interval(counts):
    """Return the interval of a mean of scores, None of fewer than two; within the scale of 1 to 5."""
    number = sum(counts.values())
    if number < 2:
        return None
    middle = mean(counts)
    variance = sum(count * (score - middle) ** 2 for score, count in counts.items()) / (number - 1)
    half = Z * sqrt(variance / number)
    return Interval(max(float(LOWEST), middle - half), min(float(HIGHEST), middle + half))


def is_required(state, cancel_reason, due_at, now):
    """Tell whether a callback counts as required, see above; ``due_at`` and ``now`` in the same zone."""
    if state in ("done", GIVEN_UP):
        return True
    if state == "cancelled" and cancel_reason in COUNTS_OUT:
        return False
    return due_at <= now


@dataclass(frozen=True)
class Figures:
    """What was counted of some callbacks; ``scores`` is {1 to 5: how many said so}."""

    required: int = 0
    done: int = 0
    on_time: int = 0
    unreached: int = 0
    asked: int = 0
    scores: dict = field(default_factory=dict)
    problems: int = 0
    recovered: int = 0
    praise: int = 0
    minimum: int = MINIMUM

    @property
    def missing(self):
        """How many had to be made and were not."""
        return self.required - self.done

    @property
    def late(self):
        """How many were made after their due time."""
        return self.done - self.on_time

    @property
    def coverage(self):
        return share(self.done, self.required)

    @property
    def coverage_interval(self):
        return wilson(self.done, self.required)

    @property
    def timeliness(self):
        return share(self.on_time, self.done)

    @property
    def answered(self):
        return sum(self.scores.values())

    @property
    def response_rate(self):
        return share(self.answered, self.asked)

    @property
    def satisfied(self):
        return sum(count for score, count in self.scores.items() if score >= SATISFIED_FROM)

    @property
    def satisfied_share(self):
        return share(self.satisfied, self.answered)

    @property
    def satisfied_interval(self):
        return wilson(self.satisfied, self.answered)

    @property
    def mean(self):
        return mean(self.scores)

    @property
    def mean_interval(self):
        return mean_interval(self.scores)

    @property
    def is_too_few(self):
        """So few answers that satisfaction says nothing yet."""
        return self.answered < self.minimum

    @property
    def recovered_rate(self):
        return share(self.recovered, self.problems)

    @property
    def problem_share(self):
        return share(self.problems, self.done)

    def reaches(self, target_percent):
        """Tell whether the coverage reaches a target in percent; None of nothing required."""
        return None if not self.required else self.done * 100 >= target_percent * self.required
