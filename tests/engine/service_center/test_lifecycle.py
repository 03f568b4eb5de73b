import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_center_engine.lifecycle import (
    ENDED_STATES,
    OPEN_STATES,
    STEPS,
    is_allowed,
    is_reopening,
    sources_of,
    stamps,
)

#: a complaint comes to "merged" and from there by merging, not by a step
STATES = [*OPEN_STATES, "resolved", *(state for state in ENDED_STATES if state != "merged")]


@pytest.mark.parametrize(
    ("source", "target", "allowed"),
    [
        ("new", "acknowledged", True),
        ("new", "closed", False),
        ("resolving", "acknowledged", False),
        ("resolving", "resolved", True),
        ("resolved", "closed", True),
        ("resolved", "rejected", False),
        ("closed", "investigating", True),
        ("rejected", "closed", False),
        ("closed", "new", False),
        ("new", "cancelled", True),
        ("closed", "cancelled", False),
        ("cancelled", "investigating", True),
        ("new", "merged", False),
        ("merged", "investigating", False),
        ("new", "nonsense", False),
    ],
)
def test_steps(source, target, allowed):
    assert is_allowed(source, target) is allowed


def test_sources_are_what_is_allowed():
    for target in STATES:
        assert set(sources_of(target)) == {source for source in STATES if is_allowed(source, target)}


def test_every_state_but_new_can_be_reached_and_left():
    for state in STATES:
        assert state == "new" or sources_of(state)
        assert any(state in step.sources for step in STEPS.values())


@given(st.lists(st.sampled_from(sorted(STEPS))))
def test_any_walk_keeps_its_times_in_order(names):
    """Whatever steps are tried: an ended complaint has its end, an open one none, both know the intake."""
    state, times = "new", set()
    for name in names:
        step = STEPS[name]
        if state not in step.sources:
            continue
        reached, cleared = stamps(state, step.target)
        assert not reached & cleared
        times = (times | reached) - cleared
        assert is_reopening(state, step.target) == (name == "reopen")
        state = step.target
        assert "acknowledged_at" in times
        assert ("closed_at" in times) == (state in ENDED_STATES)
        assert ("resolved_at" in times) == (state in ("resolved", "closed"))
