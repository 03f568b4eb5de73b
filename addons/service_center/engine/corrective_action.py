"""The life of a corrective action (8D), what each step asks for, and what a policy demands of a complaint.

Buttons and other programs ask here which step leads where, and what is still missing for it.
"""

from dataclasses import dataclass

from .lifecycle import Step

STEPS = {
    "start": Step(("draft",), "analysis"),
    "submit": Step(("analysis",), "review"),
    "send_back": Step(("review",), "analysis"),
    "approve": Step(("review",), "approved"),
    "implement": Step(("approved",), "implemented"),
    "confirm": Step(("implemented",), "effective"),
    "fail": Step(("implemented",), "analysis"),
    "close": Step(("effective",), "closed"),
    "cancel": Step(("draft", "analysis", "review", "approved", "implemented"), "cancelled"),
    "restart": Step(("cancelled",), "draft"),
}
#: states in which what was found out and is proposed may be written
WRITTEN_IN = ("draft", "analysis")
#: states in which the permanent actions are carried out
CARRIED_OUT_IN = ("approved",)
#: states that nothing leads on from but a restart
ENDED = ("closed", "cancelled")
#: what a policy may demand of a complaint before it is closed, and the states of an action that give it
FULFILLED_BY = {
    "none": (),
    "started": ("analysis", "review", "approved", "implemented", "effective", "closed"),
    "approved": ("approved", "implemented", "effective", "closed"),
    "effective": ("effective", "closed"),
}
#: from the least to the most that can be demanded
REQUIREMENTS = tuple(FULFILLED_BY)


@dataclass(frozen=True)
class Facts:
    """What an action holds so far.

    ``waived``: the team says why nothing has to be contained. Numbers count lines; ``open`` ones are not
    done, ``bare`` ones done without evidence.
    """

    problem: bool = False
    leader: bool = False
    waived: bool = False
    containments: int = 0
    containments_open: int = 0
    causes: int = 0
    causes_verified: int = 0
    measures: int = 0
    measures_open: int = 0
    measures_bare: int = 0
    prevention: bool = False


#: step -> ((code of what is missing, test that tells whether it is there), …), in the order of the form
GUARDS = {
    "start": (
        ("leader", lambda facts: facts.leader),
        ("problem", lambda facts: facts.problem),
    ),
    "submit": (
        ("problem", lambda facts: facts.problem),
        ("containment", lambda facts: facts.waived or facts.containments),
        ("containment_open", lambda facts: not facts.containments_open),
        ("cause", lambda facts: facts.causes),
        ("cause_unverified", lambda facts: not facts.causes or facts.causes_verified),
        ("measure", lambda facts: facts.measures),
    ),
    "implement": (
        ("measure_open", lambda facts: not facts.measures_open),
        ("measure_bare", lambda facts: not facts.measures_bare),
    ),
    "close": (("prevention", lambda facts: facts.prevention),),
}


def is_possible(step, state):
    """Tell whether ``step`` may start from ``state``."""
    return state in STEPS[step].sources


def missing(step, facts):
    """Return the codes of what is still missing for ``step``, in the order of the form."""
    return tuple(code for code, is_there in GUARDS.get(step, ()) if not is_there(facts))


def is_contained(facts):
    """Tell whether the customer is protected for now: everything to contain is done, or nothing has to be."""
    return bool(facts.waived or facts.containments) and not facts.containments_open


def is_fulfilled(requirement, states):
    """Tell whether actions in these states give what a policy demands."""
    return requirement == "none" or any(state in FULFILLED_BY[requirement] for state in states)
