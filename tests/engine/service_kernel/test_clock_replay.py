"""Clocks against a reference that walks; changes, and what a log of events may not do (T9, T12)."""

import random
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from service_kernel_engine.clock import KINDS, Event, replay
from service_kernel_engine.working_time import Calendar, WorkingTime

sys.path.insert(0, str(Path(__file__).parent))
from clock_cases import (
    DAY_UNITS,
    HOUR_UNITS,
    PAUSES,
    clock_cases,
    deadline,
    instants,
    limit_of,
    make_case,
    other_terms,
    verdict,
    within,
)
from clock_reference import SECOND, Outside, judge

NEVER = WorkingTime(Calendar("UTC"))


# T12: the reference


@given(clock_cases())
def test_t12_replay_is_what_the_walk_says(case):
    assert verdict(replay(case.events, case.now)) == case.judge()


@pytest.mark.long
def test_t12_half_a_million_clocks_are_what_the_walk_says():
    generator, compared = random.Random(20260322), 0
    while compared < 500_000:
        case = make_case(generator.randrange)
        try:
            expected = judge(case.events, case.now, case.place.of)
        except Outside:
            continue
        assert verdict(replay(case.events, case.now)) == expected, case
        compared += 1


# T9


@given(clock_cases(kinds=(*PAUSES, "change")), st.data())
def test_t9_a_recorded_verdict_holds_on_any_calendar(case, data):
    at = data.draw(instants(case, case.events[-1].at))
    kind = data.draw(st.sampled_from(["reach", "cancel"]))
    judged = replay([*case.events, Event(kind, at)], at)
    last = Event(kind, at, deadline=judged.deadline, paused=judged.paused_seconds)
    today = data.draw(st.sampled_from([*case.place.times, NEVER]))
    events = [
        event._replace(terms=event.terms and replace(event.terms, time=today, value=event.terms.value + 1))
        for event in case.events
    ]
    again = replay([*events, last], case.now)
    assert (again.deadline, again.state) == (judged.deadline, judged.state)
    assert again.paused_seconds == judged.paused_seconds
    assert (again.reached_at, again.ended_at) == (judged.reached_at, at)


@given(clock_cases(kinds=PAUSES, units=HOUR_UNITS, going=True), st.data())
def test_t9_a_change_keeps_what_was_used_up(case, data):
    """From hours to hours: what was left of the new limit runs on the new calendar from the change."""
    running = replay(case.events, case.now)
    at = within(case, data.draw(instants(case, case.events[-1].at)))
    terms = data.draw(other_terms(case, HOUR_UNITS))
    changed = deadline(*case.events, Event("change", at, terms))
    used = case.count(case.start, at) - running.paused_seconds
    left = limit_of(terms) - used
    if left > 0:
        assert changed == terms.add(at, left)
    else:
        assert changed <= at


@given(clock_cases(kinds=PAUSES, going=True), st.data())
def test_t9_a_change_to_days_is_laid_from_the_start_and_back_keeps_the_use(case, data):
    running = replay(case.events, case.now)
    at = within(case, data.draw(instants(case, case.events[-1].at)))
    days = data.draw(other_terms(case, DAY_UNITS))
    from_start = [case.events[0]._replace(terms=days), *case.events[1:]]
    change = Event("change", at, days)
    assert deadline(*case.events, change) == deadline(*from_start)
    hours = data.draw(other_terms(case, HOUR_UNITS))
    used = case.count(case.start, at) - running.paused_seconds
    left = limit_of(hours) - used
    if left > 0:
        assert deadline(*case.events, change, Event("change", at, hours)) == hours.add(at, left)


@given(clock_cases(kinds=PAUSES, most=3, going=True), st.data())
def test_t9_changing_to_the_same_terms_changes_nothing(case, data):
    """Also when the recorded start is told again."""
    since = data.draw(st.sampled_from([None, case.start]))
    events = [*case.events]
    events.append(Event("change", data.draw(instants(case, events[-1].at)), case.terms, since))
    now = max(case.now, events[-1].at)
    assert verdict(replay(events, now)) == verdict(replay(case.events, now))


# T12: a pure function of the events


@given(clock_cases(), st.randoms(use_true_random=False))
def test_t12_replay_is_pure_and_takes_events_by_their_instants(case, generator):
    events = list(case.events)
    expected = replay(events, case.now)
    assert events == case.events
    assert replay(iter(events), case.now) == expected
    assume(len({event.at for event in events}) == len(events))
    generator.shuffle(events)
    assert replay(events, case.now) == expected


@given(clock_cases(), st.data())
def test_t12_a_prefix_and_then_the_rest_is_the_whole(case, data):
    """What is already told at an instant does not depend on what comes later."""
    place = data.draw(st.integers(1, len(case.events)))
    prefix, rest = case.events[:place], case.events[place:]
    assert replay(prefix + rest, case.now) == replay(case.events, case.now)
    then = replay(prefix, prefix[-1].at)
    if not then.is_open:
        assert replay(case.events, case.now) == then
    elif not rest:
        assert replay(prefix, case.now).deadline == then.deadline
    else:
        at = rest[0].at
        assert case.judge(prefix, at) == verdict(replay(prefix, at))


@given(clock_cases(), st.data())
def test_t12_a_later_now_moves_no_deadline(case, data):
    now = data.draw(instants(case, case.now))
    early, late = replay(case.events, case.now), replay(case.events, now)
    assert (early.deadline, early.paused_seconds) == (late.deadline, late.paused_seconds)
    assert early.late_seconds <= late.late_seconds
    if early.state == "breached" or not early.is_open:
        assert late.state == early.state


@given(clock_cases(), st.sampled_from(["reach", "cancel"]), st.data())
def test_t12_nothing_happens_after_the_end(case, kind, data):
    at = data.draw(instants(case, case.events[-1].at))
    ended = [*case.events, Event(kind, at)]
    terms, more = data.draw(other_terms(case)), []
    for _number in range(data.draw(st.integers(0, 3))):
        at = data.draw(instants(case, at))
        more.append(Event(data.draw(st.sampled_from(KINDS)), at, terms))
    assert replay(ended + more, at) == replay(ended, case.now)


@given(clock_cases(kinds=(*PAUSES, "change")), st.data())
def test_t12_a_longer_value_is_never_due_earlier(case, data):
    more = data.draw(st.integers(1, 3))
    place = max(number for number, event in enumerate(case.events) if event.terms)
    terms = case.events[place].terms
    step = more if terms.unit in DAY_UNITS else more / (60 if terms.unit == "clock_minutes" else 3600)
    events = list(case.events)
    events[place] = events[place]._replace(terms=replace(terms, value=terms.value + step))
    assert replay(events, case.now).deadline >= replay(case.events, case.now).deadline


@given(clock_cases(kinds=PAUSES), st.data())
def test_t12_a_later_resume_is_never_due_earlier(case, data):
    assume(len(case.events) > 1)
    place = data.draw(st.integers(1, len(case.events) - 1))
    event = case.events[place]
    assume(event.kind == "resume")
    end = case.events[place + 1].at if place + 1 < len(case.events) else case.now
    later = event.at + SECOND * data.draw(st.integers(0, (end - event.at) // SECOND))
    events = [*case.events[:place], event._replace(at=later), *case.events[place + 1 :]]
    assert replay(events, case.now).deadline >= replay(case.events, case.now).deadline


def test_no_start_is_no_clock():
    assert replay([], datetime(2026, 3, 1)) is None
    assert replay([Event("pause", datetime(2026, 3, 1))], datetime(2026, 3, 2)) is None


@given(clock_cases(kinds=PAUSES), st.data())
def test_a_start_moved_past_a_pause_forgets_the_pause(case, data):
    """A case that was received later than first noted: what was paused before does not count."""
    since = data.draw(instants(case, case.events[-1].at))
    running = [event for event in case.events if replay(case.events, since).paused_at is None]
    assume(running)
    moved = replay([*case.events, Event("change", since, case.terms, since)], since)
    fresh = replay([Event("start", since, case.terms)], since)
    assert verdict(moved) == verdict(fresh)


@given(clock_cases(kinds=(*PAUSES, "change")), st.data())
def test_t12_a_cancellation_taken_back_leaves_no_trace(case, data):
    """Whatever happened in between had no effect, and what follows has the effect that it would have had."""
    place = data.draw(st.integers(1, len(case.events)))
    before, rest = case.events[:place], case.events[place:]
    at = before[-1].at
    judged = replay(before, at)
    cancel = Event("cancel", at, deadline=judged.deadline, paused=judged.paused_seconds)
    gap = [Event(data.draw(st.sampled_from(KINDS[2:])), at, case.terms) for _number in range(2)]
    taken_back = [*before, cancel, *gap, Event("revive", at)]
    assert replay(taken_back, case.now) == replay(before, case.now)
    assert replay([*taken_back, *rest], case.now) == replay(case.events, case.now)


@given(clock_cases(kinds=PAUSES), st.data())
def test_t9_nothing_else_can_be_taken_back(case, data):
    at = data.draw(instants(case, case.events[-1].at))
    ended = [*case.events, Event("reach", at)]
    assert replay([*ended, Event("revive", at)], case.now) == replay(ended, case.now)
