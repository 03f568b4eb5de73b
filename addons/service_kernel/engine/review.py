"""What today's settings would say about a verdict that was given before (invariant T9).

A verdict stays as it was given. Here it is given once more, from the same events: when the case was paused
and reached what, but with the limit, the start and the working time of today. Nothing is stored.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from . import clock

#: why a verdict would be another one, the plainest cause first
CAUSES = (
    "limit_gone",
    "limit_new",
    "not_started",
    "cannot_compute",
    "case_changed",
    "policy_other",
    "limit_changed",
    "start_other",
    "hours_other",
    "waiting_other",
    "hours_changed",
    "record_differs",
)
STOPS = ("pause", "resume")
ENDS = ("reach", "cancel")


@dataclass(frozen=True)
class Limit:
    """A limit that a clock had, or has today: ids and plain values."""

    target: int
    value: float
    unit: str
    calendar: int
    start: datetime
    version: str | None = None  # of the calendar's working time, as far as it was kept


class Verdict(NamedTuple):
    """``state`` as of ``clock.Clock``; None, and no deadline: there is no limit."""

    deadline: datetime | None
    state: str | None


NONE = Verdict(None, None)


def stops_of(events):
    """Return the pauses and resumes among events."""
    return [event for event in events if event.kind in STOPS]


def stops_for(own, others, waits, start, end):
    """Return the pauses and resumes that count today for a clock that ran from ``start`` to ``end``.

    :param own: those that the clock had
    :param others: those that other clocks of the case had, for a clock that had none though it would today
    :param waits: what the limit waits for today
    """
    had = {event.wait for event in own}
    borrowed = [event for wait in sorted(waits - had) for event in _borrow(others, wait, start, end)]
    if not borrowed and had <= waits:
        return own
    kept = [event for wait in sorted(had & waits) for event in _lasting(own, wait)]
    # one wait follows the other: at the instant at which they meet, the former ends first
    return sorted([*kept, *borrowed], key=lambda event: (event.at, event.kind == "pause"))


def _lasting(events, wait):
    """Return the pauses and resumes of one wait, without those that took no time."""
    found = []
    for event in events:
        if event.wait != wait:
            continue
        if event.kind == "resume" and found and found[-1].kind == "pause" and found[-1].at == event.at:
            found.pop()
        else:
            found.append(event)
    return found


def _borrow(others, wait, start, end):
    """Return what other clocks had of one wait, from the first pause within the time of this clock on."""
    stops = _lasting(others, wait)
    paused = next((event.at for event in stops if event.kind == "pause" and start <= event.at < end), None)
    return [] if paused is None else [event for event in stops if paused <= event.at < end]


def judge_again(events, stops, terms, start):
    """Return the ``Verdict`` that ended events give with the terms and the start of today.

    What was used up under earlier terms of the same case stays used up; only the last terms are replaced.

    :param events: all events of one clock, with its end
    :raise Problem: as ``WorkingTime.due``
    """
    kept = [
        event._replace(deadline=None, paused=None) if event.kind in ENDS else event
        for event in events
        if event.kind not in STOPS
    ]
    last = max(index for index, event in enumerate(kept) if event.terms)
    if kept[last].kind == "start":
        kept[last] = kept[last]._replace(terms=terms, at=start)
    else:
        kept[last] = kept[last]._replace(terms=terms, since=start)
    ends = [event for event in kept if event.kind in ENDS]
    # a clock that went on and ended at one instant did so in this order
    going = [event for event in kept if event.kind not in ENDS]
    judged = clock.replay([*going, *stops, *ends], ends[0].at)
    return Verdict(judged.deadline, judged.state)


def differs(then, today):
    """Whether today's ``Verdict`` is another one. A limit that was cancelled and is gone is none."""
    if today.state is None:
        return then.state not in (None, "cancelled")
    return then.state != today.state


def causes(then, today, same_stops=True, same_settings=False):
    """Return the codes of what is different between two ``Limit``, in the order of ``CAUSES``.

    :param same_settings: the policies were not touched since: another limit comes from the case itself
    """
    found = set()
    if then.target != today.target:
        found.add("case_changed" if same_settings else "policy_other")
    elif (then.value, then.unit) != (today.value, today.unit):
        found.add("limit_changed")
    if then.start != today.start:
        found.add("start_other")
    if then.calendar != today.calendar:
        found.add("hours_other")
    elif then.version != today.version:
        found.add("hours_changed")
    if not same_stops:
        found.add("waiting_other")
    return tuple(code for code in CAUSES if code in found) or ("record_differs",)
