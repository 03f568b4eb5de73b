"""Steps of a feedback sheet (EQM-FB-02 to 04)."""

from itertools import product

import pytest
from service_center_engine.feedback_sheet import ENDED, STEPS, is_possible

STATES = ("drawn", "filled", "head", "copied", "signed", "cancelled")


def test_signatures_come_in_order():
    state = "drawn"
    for step in ("fill", "sign_head", "copy", "sign_management"):
        later = [name for name in ("sign_head", "copy", "sign_management") if name != step]
        assert not any(is_possible(name, state) for name in later)
        assert is_possible(step, state)
        state = STEPS[step].target
    assert state == "signed"


@pytest.mark.parametrize(("step", "state"), product(STEPS, ENDED))
def test_what_has_ended_stays(step, state):
    assert not is_possible(step, state)


def test_every_state_is_reached():
    assert {step.target for step in STEPS.values()} == set(STATES)
