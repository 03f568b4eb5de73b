"""Deadlines that somebody else has given: they stand as they are, whatever happened before (T6, T12)."""

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from service_kernel_engine.clock import Event, replay
from service_kernel_engine.clock_steps import Step, due_steps
from service_kernel_engine.terms import GIVEN

sys.path.insert(0, str(Path(__file__).parent))
from clock_cases import clock_cases
from clock_reference import SECOND
from test_clock_table import SHEET, local

after = st.integers(1, 20 * 24 * 3600).map(lambda seconds: seconds * SECOND)


def given_terms(deadline, terms=SHEET):
    return replace(terms, value=0.0, unit=GIVEN, given=deadline)


@given(clock_cases(kinds=("pause", "resume", "change"), going=True), after)
def test_it_stands_whatever_came_before(case, distance):
    last = max(event.at for event in case.events)
    deadline = last + distance
    events = [*case.events, Event("change", last, given_terms(deadline, case.terms))]
    clock = replay(events, last)
    assert (clock.deadline, clock.state) == (deadline, "running")
    for late, state in ((0, "met"), (1, "breached")):
        end = Event("reach", deadline + late * SECOND)
        ended = replay([*events, end], end.at)
        assert (ended.deadline, ended.state, ended.late_seconds) == (deadline, state, late)


@given(clock_cases(kinds=(), going=True), after, after)
def test_the_last_terms_count(case, first, second):
    start = case.start
    events = [
        Event("start", start, given_terms(start + first, case.terms)),
        Event("change", start, given_terms(start + second, case.terms)),
    ]
    assert replay(events, start).deadline == start + second
    back = [*events, Event("change", start, replace(case.terms, value=1.0, unit="clock_hours"))]
    assert replay(back, start).deadline == start + timedelta(hours=1)


@given(clock_cases(kinds=(), going=True), after, st.sampled_from((1, 50, 80, 99)))
def test_a_warning_comes_before_it_and_an_escalation_after_it(case, distance, percent):
    deadline = case.start + distance
    clock = replay([Event("start", case.start, given_terms(deadline, case.terms))], case.start)
    due, told = due_steps(clock, (Step("warn", percent),), frozenset(), case.start)
    assert due or told <= deadline + SECOND
    assert not due_steps(clock, (Step("escalate", 100),), frozenset(), deadline)[0]


def test_a_deadline_before_the_start_is_missed_at_once():
    start = local("09-22 10:00:00")
    clock = replay([Event("start", start, given_terms(start - SECOND))], start)
    assert (clock.state, clock.deadline) == ("breached", start - SECOND)


def test_waiting_does_not_move_it():
    start = local("09-22 10:00:00")
    deadline = local("09-24 12:00:00")
    events = [
        Event("start", start, given_terms(deadline)),
        Event("pause", local("09-22 11:00:00")),
        Event("resume", local("09-24 11:00:00")),
    ]
    assert replay(events, local("09-24 11:00:00")).deadline == deadline
