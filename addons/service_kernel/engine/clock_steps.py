"""When a clock warns and escalates: in open time, each step once (T8)."""

from typing import NamedTuple

from .clock import SECONDS, lay
from .local_clock import SECOND
from .problem import Problem


def instant_of_share(clock, percent):
    """When ``percent`` of the time of an open clock are used up, in open time (T8).

    Before the deadline: the last open second not later than that, else the next opening. At or after the
    deadline: the first open instant that is later than the deadline. A calendar that never opens around then
    leaves the plain instant.
    """
    deadline, time = clock.deadline, clock.terms.time
    total = sum(
        piece.terms.count(piece.start, min(piece.end or deadline, deadline)) for piece in clock.pieces
    )
    plain = lay(clock.pieces, round(total * percent / 100)) if total else deadline
    if percent >= 100:
        return opening(time, max(plain, deadline + SECOND))
    return _in_open_time(clock, plain)


def instant_before(clock, amount):
    """When ``amount`` of the limit's unit is left of an open clock, in open time (T8); not before its start.

    N working days are left at the closing of the N-th working day before that of the deadline.
    """
    deadline, terms = clock.deadline, clock.terms
    if terms.unit == "working_days":
        plain = terms.time.closing_before(deadline, amount)
    elif terms.unit == "calendar_days":
        plain = terms.time.due(deadline, -amount, terms.unit)
    else:
        counted = sum(
            piece.terms.count(piece.start, min(piece.end or deadline, deadline)) for piece in clock.pieces
        )
        plain = lay(clock.pieces, max(counted - round(amount * SECONDS[terms.unit]), 0))
    return _in_open_time(clock, max(plain or clock.started_at, clock.started_at))


def _in_open_time(clock, plain):
    deadline, time = clock.deadline, clock.terms.time
    earlier = time.last_open(plain)
    if earlier is not None and earlier >= clock.started_at:
        return earlier
    later = opening(time, plain)
    return later if later < deadline else plain


def opening(time, instant):
    """``instant`` itself in open time, else the next opening; ``instant`` where none is to come."""
    if time.is_open(instant):
        return instant
    try:
        return time.due(instant, 0, "working_hours")
    except Problem:
        return instant


class Step(NamedTuple):
    """One warning or escalation of a target; ``key`` names it for good.

    At ``percent`` of the time or, if there is a ``before``, when that much of the limit's unit is left.
    """

    key: str
    percent: float
    before: float = 0


def due_steps(clock, steps, done, now):
    """Return (steps to carry out at ``now``, when to look again or None).

    Nothing happens outside open time: what fell due while nobody looked waits for the next opening. A warning
    whose deadline has passed meanwhile is not given any more: the escalation at the deadline says it. A
    paused or ended clock asks for nothing; a running one is looked at when its deadline passes, too.

    :param done: keys of the steps that were carried out
    """
    if not clock.is_open or clock.paused_at is not None:
        return [], None
    due, later = [], []
    for step in steps:
        if step.key in done or (step.percent < 100 and now > clock.deadline):
            continue
        if step.before:
            instant = instant_before(clock, step.before)
        else:
            instant = instant_of_share(clock, step.percent)
        if instant <= now:
            instant = opening(clock.terms.time, now)
        if instant <= now:
            due.append(step)
        else:
            later.append(instant)
    if now <= clock.deadline:
        later.append(clock.deadline + SECOND)
    return due, min(later, default=None)
