from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_center_engine import corrective_action as engine

READY = engine.Facts(
    problem=True,
    leader=True,
    containments=1,
    causes=2,
    causes_verified=1,
    measures=1,
    prevention=True,
)


def test_the_straight_way_leads_to_the_end():
    state = "draft"
    for step in ("start", "submit", "approve", "implement", "confirm", "close"):
        assert engine.is_possible(step, state)
        assert engine.missing(step, READY) == ()
        state = engine.STEPS[step].target
    assert state == "closed"
    assert not any(engine.is_possible(step, "closed") for step in engine.STEPS)


@pytest.mark.parametrize(
    ("step", "changes", "expected"),
    [
        ("start", {"leader": False}, ("leader",)),
        ("start", {"leader": False, "problem": False}, ("leader", "problem")),
        ("submit", {"problem": False}, ("problem",)),
        ("submit", {"containments": 0}, ("containment",)),
        ("submit", {"containments": 0, "waived": True}, ()),
        ("submit", {"containments_open": 1}, ("containment_open",)),
        ("submit", {"causes": 0, "causes_verified": 0}, ("cause",)),
        ("submit", {"causes_verified": 0}, ("cause_unverified",)),
        ("submit", {"measures": 0}, ("measure",)),
        ("submit", {"measures_open": 3, "prevention": False}, ()),
        ("implement", {"measures_open": 1}, ("measure_open",)),
        ("implement", {"measures_bare": 1}, ("measure_bare",)),
        ("close", {"prevention": False}, ("prevention",)),
        ("approve", {"problem": False, "measures": 0}, ()),
    ],
)
def test_what_is_missing(step, changes, expected):
    assert engine.missing(step, replace(READY, **changes)) == expected


@pytest.mark.parametrize(
    ("facts", "contained"),
    [
        (engine.Facts(), False),
        (engine.Facts(waived=True), True),
        (engine.Facts(waived=True, containments=1, containments_open=1), False),
        (engine.Facts(containments=2, containments_open=1), False),
        (engine.Facts(containments=2), True),
    ],
)
def test_contained(facts, contained):
    assert engine.is_contained(facts) is contained


STATES = ("draft", "analysis", "review", "approved", "implemented", "effective", "closed", "cancelled")


@pytest.mark.parametrize(
    ("requirement", "first"),
    [("started", "analysis"), ("approved", "approved"), ("effective", "effective")],
)
def test_a_requirement_is_fulfilled_from_one_state_on(requirement, first):
    order = STATES[:-1]
    for state in order:
        assert engine.is_fulfilled(requirement, [state]) == (order.index(state) >= order.index(first))
    assert not engine.is_fulfilled(requirement, ["cancelled"])
    assert not engine.is_fulfilled(requirement, [])


@given(st.lists(st.sampled_from(STATES)))
def test_who_fulfils_more_fulfils_less(states):
    fulfilled = [engine.is_fulfilled(requirement, states) for requirement in engine.REQUIREMENTS]
    assert fulfilled[0]
    assert fulfilled == sorted(fulfilled, reverse=True)


@given(st.lists(st.sampled_from(sorted(engine.STEPS)), max_size=30))
def test_any_way_through_the_steps_stays_inside(steps):
    state, reviewed = "draft", False
    for step in steps:
        if not engine.is_possible(step, state):
            continue
        if step == "submit":
            reviewed = False
        reviewed = reviewed or step == "approve"
        state = engine.STEPS[step].target
        if state in ("approved", "implemented", "effective", "closed"):
            assert reviewed, "nothing is carried out before it was approved in this round"
        assert state in STATES
