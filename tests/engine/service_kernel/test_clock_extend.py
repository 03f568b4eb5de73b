"""Deadlines that are extended before they pass, and warnings of so much before the limit (INST-SLA-01/02)."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from service_kernel_engine.clock import EXTEND, Event, Terms, replay
from service_kernel_engine.clock_steps import Step, due_steps, instant_before

sys.path.insert(0, str(Path(__file__).parent))
from clock_cases import PAUSES, clock_cases, last_day
from clock_reference import SECOND
from test_clock_table import MILL, local

REPAIR = Terms(7, "working_days", MILL)
# Thursday 1 to Wednesday 7 October is a holiday; Saturday is a working day
AGREED = local("09-24 10:00:00")
DUE = local("10-09 18:00:00")


def extended(to, at="10-09 18:00:00", *more):
    return [Event("start", AGREED, REPAIR), Event(EXTEND, local(at), deadline=local(to)), *more]


def test_the_promise_spans_the_holiday():
    assert replay([Event("start", AGREED, REPAIR)], AGREED).deadline == DUE


@pytest.mark.parametrize(("now", "state"), [("10-13 12:00:00", "running"), ("10-13 12:00:01", "breached")])
def test_the_later_deadline_counts_to_the_second(now, state):
    clock = replay(extended("10-13 12:00:00"), local(now))
    assert (clock.deadline, clock.state) == (local("10-13 12:00:00"), state)


def test_reaching_it_is_judged_by_the_later_deadline():
    events = extended("10-13 12:00:00", "10-09 10:00:00", Event("reach", local("10-13 12:00:00")))
    assert replay(events, local("10-20 12:00:00")).state == "met"


def test_a_pause_before_does_not_move_it_and_one_after_does():
    before = [Event("pause", local("09-25 10:00:00")), Event("resume", local("09-26 10:00:00"))]
    clock = replay([*extended("10-13 12:00:00"), *before], local("10-10 09:00:00"))
    assert clock.deadline == local("10-13 12:00:00")
    after = [Event("pause", local("10-10 10:00:00")), Event("resume", local("10-12 10:00:00"))]
    clock = replay([*extended("10-13 12:00:00"), *after], local("10-12 11:00:00"))
    assert clock.deadline == local("10-14 18:00:00")


def test_a_pause_under_way_counts_from_the_extension():
    pause = [Event("pause", local("09-26 10:00:00"))]
    events = [*extended("10-13 12:00:00", "10-08 10:00:00"), *pause]
    assert replay(events, local("10-09 10:00:00")).deadline == local("10-13 12:00:00")
    clock = replay([*events, Event("resume", local("10-09 10:00:00"))], local("10-09 10:00:00"))
    assert clock.deadline == local("10-14 18:00:00")


def test_another_policy_does_not_move_what_was_agreed_on():
    change = Event("change", local("10-10 10:00:00"), Terms(1, "working_days", MILL))
    assert replay([*extended("10-13 12:00:00"), change], local("10-10 11:00:00")).deadline == local(
        "10-13 12:00:00"
    )


@given(clock_cases(kinds=PAUSES, going=True), st.integers(1, 30 * 86_400))
def test_an_extended_clock_is_never_due_earlier(case, seconds):
    clock = replay(case.events, case.now)
    assume(clock.state == "running" and clock.deadline + timedelta(seconds=seconds) < last_day(case))
    later = clock.deadline + timedelta(seconds=seconds)
    events = [*case.events, Event(EXTEND, case.now, deadline=later)]
    assert replay(events, case.now).deadline == later
    assert replay(events, later).state == "running"
    assert replay(events, later + SECOND).state == "breached"


@pytest.mark.parametrize(
    ("value", "unit", "before", "expected"),
    [
        (7, "working_days", 1, "10-08 17:59:59"),
        (7, "working_days", 2, "09-30 17:59:59"),
        (10, "working_days", 3, "10-09 17:59:59"),
        (1, "working_days", 1, "09-24 17:59:59"),
        (1, "working_days", 2, "09-24 10:00:00"),
        (10, "calendar_days", 1, "09-30 17:59:59"),
        (8, "working_hours", 1, "09-25 09:30:00"),
    ],
)
def test_so_much_before_the_limit(value, unit, before, expected):
    clock = replay([Event("start", AGREED, Terms(value, unit, MILL))], AGREED)
    assert instant_before(clock, before) == local(expected)


def test_it_is_given_once_and_not_after_the_deadline():
    steps, events = [Step("warn_before", 0, 1)], [Event("start", AGREED, REPAIR)]

    def due(now, done=()):
        return [step.key for step in due_steps(replay(events, now), steps, set(done), now)[0]]

    assert due(local("10-08 17:59:58")) == []
    assert due(local("10-08 17:59:59")) == ["warn_before"]
    assert due(local("10-08 18:00:00")) == []  # closed: at the next opening
    assert due(local("10-09 08:30:00")) == ["warn_before"]
    assert due(local("10-09 08:30:00"), {"warn_before"}) == []
    assert due(local("10-10 08:30:00")) == []


@given(clock_cases(kinds=PAUSES, going=True), st.integers(1, 3))
def test_it_lies_between_start_and_deadline(case, before):
    clock = replay(case.events, case.now)
    assume(clock.deadline < last_day(case) - timedelta(days=5))
    instant = instant_before(clock, before)
    assert min(clock.started_at, clock.deadline) <= instant <= max(clock.deadline, clock.started_at)
