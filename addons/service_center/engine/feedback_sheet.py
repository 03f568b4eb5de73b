"""The steps of a quality feedback sheet: which leads from which state to which (EQM-FB-02 to 04)."""

from .lifecycle import Step

STEPS = {
    "fill": Step(("drawn",), "filled"),
    "sign_head": Step(("filled",), "head"),
    "send_back": Step(("filled", "head"), "drawn"),
    "copy": Step(("head",), "copied"),
    "sign_management": Step(("copied",), "signed"),
    "cancel": Step(("drawn", "filled", "head", "copied"), "cancelled"),
}
ENDED = ("signed", "cancelled")


def is_possible(step, state):
    """Tell whether a step can be taken in a state."""
    return state in STEPS[step].sources
