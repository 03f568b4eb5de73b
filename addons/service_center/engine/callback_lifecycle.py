"""The life of a callback: which step leads from which states to which, and what a try leaves behind."""

from .lifecycle import Step

PLANNED, CALLING, DONE, UNREACHED, CANCELLED = "planned", "calling", "done", "unreached", "cancelled"
OPEN_STATES = (PLANNED, CALLING)
ENDED_STATES = (DONE, UNREACHED, CANCELLED)

STEPS = {
    "open": Step((PLANNED,), CALLING),
    "put_back": Step((CALLING,), PLANNED),
    "finish": Step((CALLING,), DONE),
    "give_up": Step((CALLING,), UNREACHED),
    "cancel": Step(OPEN_STATES, CANCELLED),
    "reopen": Step((UNREACHED, CANCELLED), PLANNED),
}
#: after these nobody tries again: the customer was asked, and does not want to talk
LAST = ("refused",)
#: outcomes of a try that did not reach the customer
FAILED = ("no_answer", "busy", "later", "wrong_number", "refused", "not_sent")


def is_allowed(source, target):
    """Tell whether some step leads from state ``source`` to state ``target``."""
    return any(source in step.sources and step.target == target for step in STEPS.values())


def sources_of(target):
    """Return the states from which ``target`` can be reached, in the order of the steps."""
    return tuple(
        dict.fromkeys(state for step in STEPS.values() if step.target == target for state in step.sources)
    )


def is_last(outcome, tries, most):
    """Tell whether a failed try was the last one.

    :param tries: how many there were, this one included
    :param most: how many the plan allows
    """
    return outcome in LAST or tries >= most
