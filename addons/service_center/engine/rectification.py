"""The life of a rectification notice (DEALER-CB-02): issued, taken notice of, followed up."""

from .lifecycle import Step

STEPS = {
    "issue": Step(("draft",), "issued"),
    "acknowledge": Step(("issued", "overdue"), "acknowledged"),
    "expire": Step(("issued", "acknowledged"), "overdue"),
    "done": Step(("issued", "acknowledged", "overdue"), "done"),
    "fail": Step(("issued", "acknowledged", "overdue"), "failed"),
    "cancel": Step(("draft", "issued", "acknowledged", "overdue"), "cancelled"),
}
#: states in which the recipient still has to do something
RUNNING = ("issued", "acknowledged", "overdue")


def is_possible(step, state):
    """Tell whether ``step`` may start from ``state``."""
    return state in STEPS[step].sources


def is_late(state, deadline, now):
    """Tell whether the deadline passed while something was still to be done; at the deadline it did not."""
    return state in ("issued", "acknowledged") and deadline is not None and now > deadline


def state_after_acknowledging(deadline, now):
    """Return the state after the recipient took notice: who does so too late stays overdue."""
    return "overdue" if deadline is not None and now > deadline else "acknowledged"
