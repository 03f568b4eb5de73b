"""The steps of putting right what an inspection found, and when who is told (CU-SUP-02)."""

from datetime import timedelta
from typing import NamedTuple

#: as long as somebody has to act
OPEN = ("ordered", "done", "failed")
#: as long as the one who is responsible has to act
WAITING = ("ordered", "failed")
WARNING = timedelta(days=1)


class Step(NamedTuple):
    sources: tuple
    target: str


STEPS = {
    "done": Step(WAITING, "done"),
    # a re-inspection may come before the unit reported anything
    "verify": Step(OPEN, "verified"),
    "fail": Step(OPEN, "failed"),
    "cancel": Step(OPEN, "cancelled"),
}


def is_possible(step, state):
    return state in STEPS[step].sources


def is_overdue(state, deadline, now):
    """Whether the deadline passed before it was put right; the deadline itself is in time."""
    return state in WAITING and deadline is not None and now > deadline


def next_notice(ordered_at, deadline, escalation, told):
    """Return (code, moment) of who is told next: of the deadline, that it passed, that it still passes.

    A warning comes a day before, unless the whole term is not longer than that.

    :param escalation: moment of the last notice
    :param told: code of the last notice that was given, or None
    :return: None when everybody was told
    """
    return next(iter(_left(ordered_at, deadline, escalation, told)), None)


def due_notice(ordered_at, deadline, escalation, told, now):
    """Return the code of the notice to give now: the last one whose moment has come; None: none has.

    What nobody was told in time is not told after what followed.
    """
    due = [code for code, at in _left(ordered_at, deadline, escalation, told) if at <= now]
    return due[-1] if due else None


def _left(ordered_at, deadline, escalation, told):
    plan = [("overdue", deadline), ("escalated", escalation)]
    if deadline - ordered_at > WARNING:
        plan.insert(0, ("warned", deadline - WARNING))
    codes = [code for code, _moment in plan]
    return plan[codes.index(told) + 1 :] if told in codes else plan
