"""The life of a service order: every pair of states, what each move needs, and times in order (C7)."""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_center_engine import order_lifecycle as engine

STATES = (*engine.OPEN_STATES, *engine.ENDED_STATES)
NOW = datetime(2026, 3, 2, 9)
#: everything that any move may ask for
READY = engine.Facts(
    is_emergency=True,
    waiting_for="parts",
    has_technician=True,
    is_signed=True,
    unfinished_reason=True,
    cancel_reason=True,
)
MOVES = {
    "draft": {"confirmed", "in_progress", "cancelled"},
    "confirmed": {"scheduled", "in_progress", "waiting", "cancelled"},
    "scheduled": {"in_progress", "waiting", "confirmed", "cancelled"},
    "in_progress": {"done", "waiting", "confirmed", "cancelled"},
    "waiting": {"confirmed", "scheduled", "in_progress", "cancelled"},
    "done": {"in_progress", "signed", "closed"},
    "signed": {"closed"},
    "closed": set(),
    "cancelled": {"draft"},
}


@pytest.mark.parametrize(("source", "target"), list(product(STATES, STATES)))
def test_every_pair_of_states(source, target):
    facts = replace(READY, waited_from=target)
    allowed = target in MOVES[source]
    assert engine.is_allowed(source, target) is allowed
    assert (engine.problem(source, target, facts) is None) is allowed
    if not allowed:
        assert engine.problem(source, target, facts) == "no_step"


@pytest.mark.parametrize(
    ("source", "target", "lack", "code"),
    [
        ("draft", "in_progress", {"is_emergency": False}, "not_confirmed"),
        ("confirmed", "scheduled", {"needs_dispatch": True, "has_technician": False}, "no_technician"),
        ("confirmed", "waiting", {"waiting_for": None}, "wait_for_what"),
        ("confirmed", "waiting", {"waiting_for": "weather"}, "wait_for_what"),
        ("scheduled", "confirmed", {"unfinished_reason": False}, "no_reason"),
        ("in_progress", "confirmed", {"unfinished_reason": False}, "no_reason"),
        ("done", "signed", {"is_signed": False}, "no_signature"),
        ("done", "closed", {"needs_signature": True}, "no_signature"),
        ("done", "closed", {"open_parts": 1}, "open_parts"),
        ("signed", "closed", {"open_parts": 1}, "open_parts"),
        ("draft", "confirmed", {"is_emergency": False, "missing": 1}, "not_described"),
        ("done", "closed", {"missing": 1}, "not_described"),
        ("signed", "closed", {"missing": 2}, "not_described"),
        ("draft", "cancelled", {"cancel_reason": False}, "no_cancel_reason"),
        ("waiting", "cancelled", {"cancel_reason": False}, "no_cancel_reason"),
    ],
)
def test_what_a_move_needs(source, target, lack, code):
    assert engine.problem(source, target, READY) is None
    assert engine.problem(source, target, replace(READY, **lack)) == code


def test_what_does_not_matter_is_not_asked_for():
    assert engine.problem("draft", "confirmed", engine.Facts()) is None
    assert engine.problem("confirmed", "scheduled", engine.Facts()) is None
    assert engine.problem("confirmed", "in_progress", engine.Facts()) is None
    assert engine.problem("done", "closed", engine.Facts()) is None
    assert engine.problem("signed", "closed", engine.Facts(needs_signature=True)) is None
    assert engine.problem("draft", "confirmed", engine.Facts(is_emergency=True, missing=2)) is None
    assert engine.problem("in_progress", "done", engine.Facts(missing=2)) is None
    assert engine.problem("scheduled", "confirmed", engine.Facts(unfinished_reason=True, missing=1)) is None


@pytest.mark.parametrize(("origin", "target"), list(product(engine.WORK_STATES, engine.WORK_STATES)))
def test_waiting_goes_back_to_where_it_came_from(origin, target):
    facts = engine.Facts(waiting_for="parts", waited_from=origin)
    assert engine.problem("waiting", target, facts) == (None if origin == target else "came_from")


def test_milestones():
    assert engine.reached("draft", "confirmed") == ("acknowledge",)
    assert engine.reached("confirmed", "waiting", "factory") == ("acknowledge", "send_factory")
    assert engine.reached("waiting", "waiting", "parts") == ("order_parts",)
    assert engine.reached("waiting", "waiting", "customer") == ()
    assert engine.reached("confirmed", "confirmed", "parts") == ()
    assert engine.reached("draft", "cancelled") == ()


def test_sources_are_told_in_order():
    assert engine.sources_of("in_progress") == ("draft", "confirmed", "scheduled", "waiting", "done")
    assert engine.sources_of("nowhere") == ()


# Times (C7)

EARLY, LATE = NOW, NOW + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("first", "second"),
    [(first, second) for index, first in enumerate(engine.TIMES) for second in engine.TIMES[index + 1 :]],
)
def test_every_pair_of_times(first, second):
    assert engine.disorder(engine.Times(**{first: EARLY, second: LATE})) is None
    assert engine.disorder(engine.Times(**{first: EARLY, second: EARLY})) is None
    assert engine.disorder(engine.Times(**{first: LATE, second: EARLY})) == (second, first)


times = st.builds(
    engine.Times,
    **{
        field.name: st.none() | st.integers(0, 5).map(lambda step: NOW + timedelta(seconds=step))
        for field in fields(engine.Times)
    },
)


@given(times)
def test_times_are_in_order_exactly_when_sorted(known):
    given_times = [getattr(known, name) for name in engine.TIMES if getattr(known, name)]
    assert (engine.disorder(known) is None) == (given_times == sorted(given_times))


@given(times, st.sampled_from(STATES), st.integers(0, 6))
def test_what_a_move_records_does_not_disorder(known, target, step):
    now = NOW + timedelta(seconds=step)
    recorded = engine.stamps(target, known, now)
    assert set(recorded) <= set(engine.STAMPS.get(target, ()))
    assert all(not getattr(known, name, None) for name in recorded)
    past = all(getattr(known, name) is None or getattr(known, name) <= now for name in engine.TIMES)
    if past and engine.disorder(known) is None:
        known = replace(known, **{name: at for name, at in recorded.items() if name in engine.TIMES})
        assert engine.disorder(known) is None


def test_entered_times_stay():
    known = engine.Times(arrived_at=EARLY)
    assert engine.stamps("in_progress", known, LATE) == {}
    assert engine.stamps("in_progress", engine.Times(), LATE) == {"arrived_at": LATE}
    assert engine.stamps("confirmed", engine.Times(finished_at=EARLY), LATE) == {}
    assert engine.stamps("closed", engine.Times(), LATE) == {"closed_at": LATE}
