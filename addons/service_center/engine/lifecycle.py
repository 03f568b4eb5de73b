"""The life of a complaint: which step leads from which states to which (architecture, ``service_center``).

A complaint may be moved by a button, by dragging its card or by another program: all of them ask here.
"""

from dataclasses import dataclass

WORK_STATES = ("new", "acknowledged", "investigating", "resolving")
OPEN_STATES = (*WORK_STATES, "waiting")
#: ended by a decision on the matter, which needs the authority for it
DECIDED_STATES = ("closed", "rejected")
#: ended; ``merged`` goes on in another complaint, and no step leads there or back: merging does
ENDED_STATES = (*DECIDED_STATES, "merged", "cancelled")


@dataclass(frozen=True)
class Step:
    """One step: the states it may start from, and the state it leads to."""

    sources: tuple
    target: str


STEPS = {
    "acknowledge": Step(("new",), "acknowledged"),
    "start": Step(("new", "acknowledged"), "investigating"),
    "remedy": Step(("new", "acknowledged", "investigating", "waiting"), "resolving"),
    "wait": Step(WORK_STATES, "waiting"),
    "resume": Step(("waiting",), "investigating"),
    "resolve": Step(OPEN_STATES, "resolved"),
    "close": Step(("resolved",), "closed"),
    "reject": Step(OPEN_STATES, "rejected"),
    "cancel": Step(OPEN_STATES, "cancelled"),
    "reopen": Step(("resolved", *DECIDED_STATES, "cancelled"), "investigating"),
}


def is_allowed(source, target):
    """Tell whether some step leads from state ``source`` to state ``target``."""
    return any(source in step.sources and step.target == target for step in STEPS.values())


def sources_of(target):
    """Return the states from which ``target`` can be reached, in the order of the steps."""
    return tuple(
        dict.fromkeys(state for step in STEPS.values() if step.target == target for state in step.sources)
    )


def stamps(source, target):
    """Return what a move records: fields to set to the time of the move, and fields to clear.

    Whoever works on a complaint or decides it has taken notice of it: the first move away from ``new``
    acknowledges it. What was reached stays reached, until the complaint is opened again.

    :return: pair (names of times to set, names of times to clear)
    """
    reached = {"acknowledged_at"} if source == "new" else set()
    cleared = set()
    if target == "resolved":
        reached.add("resolved_at")
    elif target in ENDED_STATES:
        reached.add("closed_at")
    elif source == "resolved" or source in ENDED_STATES:
        cleared = {"resolved_at", "closed_at"}
    return reached, cleared


#: states from which a complaint can be merged into another, and that one may be in
MERGEABLE_STATES = (*OPEN_STATES, "resolved")

#: milestones that a state brings with it, for the clocks
REACHED = {
    "acknowledged": ("acknowledge",),
    "investigating": ("acknowledge",),
    "resolving": ("acknowledge",),
    "waiting": ("acknowledge",),
    "resolved": ("acknowledge", "respond", "resolve"),
    "closed": ("acknowledge", "respond", "resolve", "close"),
    "rejected": ("acknowledge", "respond", "resolve", "close"),
}
#: milestones that count anew when a settled complaint is taken up again
REOPENED = ("resolve", "close")


def is_reopening(source, target):
    """Tell whether a move from ``source`` to ``target`` takes a settled complaint up again."""
    return source in STEPS["reopen"].sources and target == STEPS["reopen"].target
