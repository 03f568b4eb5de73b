"""Every step of a callback, and every move that no step allows."""

import pytest
from service_center_engine.callback_lifecycle import (
    ENDED_STATES,
    OPEN_STATES,
    STEPS,
    is_allowed,
    is_last,
    sources_of,
)

STATES = (*OPEN_STATES, *ENDED_STATES)
MOVES = {
    ("planned", "calling"),
    ("calling", "planned"),
    ("calling", "done"),
    ("calling", "unreached"),
    ("planned", "cancelled"),
    ("calling", "cancelled"),
    ("unreached", "planned"),
    ("cancelled", "planned"),
}


@pytest.mark.parametrize("source", STATES)
@pytest.mark.parametrize("target", STATES)
def test_moves(source, target):
    assert is_allowed(source, target) == ((source, target) in MOVES)


def test_states_of_steps_are_known():
    assert {step.target for step in STEPS.values()} <= set(STATES)
    assert sources_of("cancelled") == ("planned", "calling")
    assert sources_of("unknown") == ()


def test_the_last_try():
    assert not is_last("no_answer", 2, 3)
    assert is_last("no_answer", 3, 3)
    assert is_last("busy", 4, 3)
    assert is_last("refused", 1, 3)
    assert not is_last("wrong_number", 1, 2)
