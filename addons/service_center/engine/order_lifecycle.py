"""The life of a service order: which step leads from which states to which, and what it needs.

An order may be moved by a button, by dragging its card, by dispatch or by another program: all ask here.
Waiting goes back to where it came from. In an emergency work starts first, and the papers follow.
"""

from dataclasses import dataclass, fields
from itertools import pairwise

from .lifecycle import Step

DRAFT, WAITING, CANCELLED, CLOSED = "draft", "waiting", "cancelled", "closed"
#: somebody has it on the desk or on the road
WORK_STATES = ("confirmed", "scheduled", "in_progress")
#: the work is over, the papers are not
DONE_STATES = ("done", "signed")
OPEN_STATES = (DRAFT, *WORK_STATES, WAITING, *DONE_STATES)
ENDED_STATES = (CLOSED, CANCELLED)
#: for these it may wait
WAITS = ("parts", "factory", "customer")

STEPS = {
    "confirm": Step(("draft",), "confirmed"),
    "schedule": Step(("confirmed",), "scheduled"),
    "start": Step(("draft", "confirmed", "scheduled"), "in_progress"),
    "wait": Step(WORK_STATES, "waiting"),
    "resume": Step(("waiting",), "confirmed"),
    "resume_visit": Step(("waiting",), "scheduled"),
    "resume_work": Step(("waiting",), "in_progress"),
    "return": Step(("scheduled", "in_progress"), "confirmed"),
    "finish": Step(("in_progress",), "done"),
    "rework": Step(("done",), "in_progress"),
    "sign": Step(("done",), "signed"),
    "close": Step(("done", "signed"), "closed"),
    "cancel": Step(("draft", *WORK_STATES, "waiting"), "cancelled"),
    "reopen": Step(("cancelled",), "draft"),
}

#: in the order in which they happen; those that are not known do not matter (invariants, C7)
TIMES = ("received_at", "accepted_at", "departed_at", "arrived_at", "finished_at", "signed_at")

#: times that a move records, where nobody entered them
STAMPS = {
    "confirmed": ("accepted_at",),
    "in_progress": ("arrived_at",),
    "done": ("finished_at",),
    "signed": ("signed_at",),
    "closed": ("closed_at",),
    "cancelled": ("closed_at",),
}
#: milestones that a state brings with it, for the clocks
REACHED = {
    "confirmed": ("acknowledge",),
    "scheduled": ("acknowledge",),
    "in_progress": ("acknowledge", "respond"),
    "waiting": ("acknowledge",),
    "done": ("acknowledge", "respond", "resolve"),
    "signed": ("acknowledge", "respond", "resolve"),
    "closed": ("acknowledge", "respond", "resolve", "close"),
}
#: milestones that a wait brings with it: limits may start when the goods are sent to the factory
WAITED = {"factory": ("send_factory",), "parts": ("order_parts",)}


def reached(source, target, wait=None):
    """Return the codes of the milestones that a move from ``source`` to ``target`` reaches.

    :param wait: what it waits for from then on
    """
    codes = REACHED.get(target, ()) if source != target else ()
    return (*codes, *WAITED.get(wait, ())) if target == WAITING else codes


def is_allowed(source, target):
    """Tell whether some step leads from state ``source`` to state ``target``."""
    return any(source in step.sources and step.target == target for step in STEPS.values())


def sources_of(target):
    """Return the states from which ``target`` can be reached, in the order of the steps."""
    return tuple(
        dict.fromkeys(state for step in STEPS.values() if step.target == target for state in step.sources)
    )


@dataclass(frozen=True)
class Facts:
    """What is known about an order when it is moved; the move's own values are in it already.

    ``waiting_for`` and ``waited_from``: what it waits for, and the state from which it came to wait.
    ``needs_…``: what its type asks for. ``open_parts``: parts neither used nor returned.
    ``missing``: how much of what describes the request, and its type asks for, is not known.
    """

    is_emergency: bool = False
    waiting_for: str | None = None
    waited_from: str | None = None
    needs_dispatch: bool = False
    needs_signature: bool = False
    has_technician: bool = False
    is_signed: bool = False
    open_parts: int = 0
    unfinished_reason: bool = False
    cancel_reason: bool = False
    missing: int = 0


def problem(source, target, facts):
    """Return the code of why an order may not move from ``source`` to ``target``, or None."""
    if not is_allowed(source, target):
        return "no_step"
    checks = {
        WAITING: _waiting,
        "confirmed": _confirmed,
        "scheduled": _scheduled,
        "in_progress": _in_progress,
        "signed": _signed,
        CLOSED: _closed,
        CANCELLED: _cancelled,
    }
    check = checks.get(target)
    return (_resumed(source, target, facts) or (check and check(source, facts))) or None


def _resumed(source, target, facts):
    if source != WAITING or target == CANCELLED or facts.waited_from == target:
        return None
    return "came_from"


def _waiting(_source, facts):
    return None if facts.waiting_for in WAITS else "wait_for_what"


def _confirmed(source, facts):
    if source == DRAFT and facts.missing and not facts.is_emergency:
        return "not_described"
    return "no_reason" if source in ("scheduled", "in_progress") and not facts.unfinished_reason else None


def _scheduled(_source, facts):
    return "no_technician" if facts.needs_dispatch and not facts.has_technician else None


def _in_progress(source, facts):
    return "not_confirmed" if source == DRAFT and not facts.is_emergency else None


def _signed(_source, facts):
    return None if facts.is_signed else "no_signature"


def _closed(source, facts):
    if facts.missing:
        return "not_described"
    if facts.open_parts:
        return "open_parts"
    return "no_signature" if source == "done" and facts.needs_signature else None


def _cancelled(_source, facts):
    return None if facts.cancel_reason else "no_cancel_reason"


@dataclass(frozen=True)
class Times:
    """The times of an order; None is not known."""

    received_at: object = None
    accepted_at: object = None
    departed_at: object = None
    arrived_at: object = None
    finished_at: object = None
    signed_at: object = None


def disorder(times):
    """Return the names of two times that are in the wrong order, the later step first, or None.

    The same instant for both is in order.
    """
    known = [(field.name, getattr(times, field.name)) for field in fields(times)]
    known = [(name, at) for name, at in known if at]
    for (earlier, before), (later, after) in pairwise(known):
        if after < before:
            return later, earlier
    return None


def stamps(target, times, now):
    """Return {name: instant} of the times that a move to ``target`` records, where they are missing.

    A time entered afterwards is never contradicted: where a later step has happened already, nothing is
    recorded.
    """
    recorded = {}
    for name in STAMPS.get(target, ()):
        if name in TIMES and (getattr(times, name) or _is_passed(name, times, now)):
            continue
        recorded[name] = now
    return recorded


def _is_passed(name, times, now):
    later = TIMES[TIMES.index(name) + 1 :]
    return any(getattr(times, other) and getattr(times, other) < now for other in later)
