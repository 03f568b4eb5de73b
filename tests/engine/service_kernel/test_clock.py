"""Clocks: pauses, verdicts and the start (invariants T3 to T7, T10, T11)."""

import os
import random
import sys
import time as process_time
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from service_kernel_engine.clock import KINDS, Event, Terms, replay
from service_kernel_engine.working_time import WorkingTime

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
    pauses_of,
    verdict,
    within,
)
from clock_reference import SECOND, WORKING, judge

seconds = st.integers(1, 20 * 3600)


# T3


@given(clock_cases(kinds=PAUSES, units=HOUR_UNITS))
def test_t3_a_pause_adds_exactly_the_time_paused(case):
    clock = replay(case.events, case.now)
    within(case, clock.deadline)
    limit = limit_of(case.terms)
    paused = sum(
        case.count(first, min(last, clock.deadline))
        for first, last in pauses_of(case.events)
        if first <= clock.deadline
    )
    assert case.count(case.start, clock.deadline) == limit + paused
    assert clock.paused_seconds == sum(case.count(*pause) for pause in pauses_of(case.events))


@given(clock_cases(kinds=PAUSES), st.data())
def test_t3_a_pause_of_no_length_changes_nothing(case, data):
    place = data.draw(st.integers(1, len(case.events)))
    before, after = case.events[:place], case.events[place:]
    if replay(before, case.now).paused_at is not None:
        before, after = [*before, Event("resume", before[-1].at)], []
    at = before[-1].at if after else data.draw(instants(case, before[-1].at))
    pause, now = [Event("pause", at), Event("resume", at)], max(case.now, at)
    assert verdict(replay(before + pause + after, now)) == verdict(replay(before + after, now))


@given(clock_cases(kinds=PAUSES, units=WORKING, going=True), st.data())
def test_t3_a_pause_in_closed_time_changes_nothing(case, data):
    """Except that a clock paused at the very instant of its deadline is in time until the pause ends."""
    running = replay(case.events, case.events[-1].at)
    gaps = [
        (end, start)
        for (_start, end), (start, _end) in pairwise(case.hours.open)
        if case.hours.instant(end) >= case.events[-1].at
    ]
    assume(gaps)
    end, start = data.draw(st.sampled_from(gaps[:6]))
    first = data.draw(st.integers(end, start))
    last = data.draw(st.integers(first, start))
    first, last = case.hours.instant(first), case.hours.instant(last)
    paused = deadline(*case.events, Event("pause", first), Event("resume", last))
    if first != running.deadline:
        assert paused == running.deadline
    elif case.terms.unit == "working_hours":
        assert paused == last


@given(clock_cases(kinds=(), units=DAY_UNITS), st.data())
def test_t3_what_was_left_of_days_is_laid_again_to_a_closing(case, data):
    before = deadline(*case.events)
    within(case, before)
    pause = data.draw(instants(case, case.start))
    resume = within(case, data.draw(instants(case, pause)))
    after = deadline(*case.events, Event("pause", pause), Event("resume", resume))
    within(case, after)
    unit, hours = case.terms.unit, case.hours
    if pause > before:
        assert after == before
        return
    assert after >= max(before, resume)
    left = case.count(pause, before)
    laid = hours.walk(hours.seconds(resume), left, unit) if left else hours.seconds(resume)
    assert after == hours.instant(hours.closing(laid, unit))
    assert case.count(resume, after) >= left


@given(clock_cases(kinds=PAUSES, units=HOUR_UNITS, going=True), st.data())
def test_t3_pauses_that_touch_are_one_pause(case, data):
    first = data.draw(instants(case, case.events[-1].at))
    last = data.draw(instants(case, first))
    middle = first + (last - first) // SECOND // 2 * SECOND
    whole = [Event("pause", first), Event("resume", last)]
    split = [whole[0], Event("resume", middle), Event("pause", middle), whole[1]]
    now = max(last, case.now)
    assert verdict(replay(case.events + split, now)) == verdict(replay(case.events + whole, now))


# T4


@pytest.mark.parametrize(("one", "two"), product(KINDS, KINDS))
def test_t4_every_pair_of_events_at_one_instant(one, two):
    """Running and paused, before, at and after the deadline, against the reference."""
    place = make_case(random.Random(1).randrange, (), HOUR_UNITS, 0).place
    start = datetime.combine(place.first, datetime.min.time()) + timedelta(days=3, hours=2)
    for time, unit, minutes in product(place.times[:3], ("working_hours", "working_days"), (0, 60, 61, 300)):
        terms, at = Terms(1, unit, time), start + timedelta(minutes=minutes)
        for earlier in ([], [Event("pause", start + timedelta(minutes=30))]):
            pair = [Event(kind, at, replace(terms, value=2)) for kind in (one, two)]
            events = [Event("start", start, terms), *(e for e in earlier if e.at <= at), *pair]
            for now in (at, at + timedelta(hours=5), at + timedelta(days=3)):
                assert verdict(replay(events, now)) == judge(events, now, place.of)


@given(clock_cases(kinds=PAUSES), st.data())
def test_t4_reaching_a_paused_clock_counts_the_pause(case, data):
    paused = replay(case.events, case.events[-1].at)
    at = data.draw(instants(case, case.events[-1].at))
    reach, resume = Event("reach", at), Event("resume", at)
    reached = replay([*case.events, reach], at)
    assert reached == replay([*case.events, resume, reach], at)
    assert reached == replay([*case.events, reach, resume], at)
    if paused.paused_at is not None:
        assert reached.state == ("breached" if paused.state == "breached" else "met")
        assert reached.deadline == replay([*case.events, resume], at).deadline


@given(clock_cases(kinds=PAUSES), st.data())
def test_t4_pause_and_reach_at_one_instant(case, data):
    at = data.draw(instants(case, case.events[-1].at))
    reached = replay([*case.events, Event("reach", at)], at)
    paused = replay([*case.events, Event("pause", at), Event("reach", at)], at)
    assert verdict(paused) == verdict(reached)
    assert replay([*case.events, Event("reach", at), Event("pause", at)], at) == reached


# T5


@given(clock_cases(kinds=PAUSES, most=4, going=True), seconds, st.data())
def test_t5_late_before_the_pause_is_late_after_it(case, late, data):
    due = deadline(*case.events)
    pause = within(case, max(due + SECOND * late, case.events[-1].at))
    resume = within(case, data.draw(instants(case, pause)))
    now = within(case, data.draw(instants(case, resume)))
    events = [*case.events, Event("pause", pause)]
    before = replay(case.events, pause)
    for at in (pause, resume, now):
        standing = replay(events, at)
        assert (standing.state, standing.deadline) == ("breached", due)
        assert standing.late_seconds == before.late_seconds
    events.append(Event("resume", resume))
    for events_then in (events, [*events, Event("reach", now)]):
        going = replay(events_then, now)
        assert (going.state, going.deadline) == ("breached", due)
        assert going.late_seconds == before.late_seconds + case.count(resume, now)


@given(clock_cases(kinds=PAUSES), st.data())
def test_t5_in_time_when_paused_is_in_time_when_resumed(case, data):
    paused = replay(case.events, case.now)
    assume(paused.paused_at is not None)
    resume = data.draw(instants(case, case.events[-1].at))
    resumed = replay([*case.events, Event("resume", resume)], resume)
    assert resumed.state == ("running" if paused.state == "paused" else "breached")
    assert resumed.late_seconds == paused.late_seconds


# T6


@given(clock_cases(kinds=PAUSES, going=True), st.integers(-2, 2), st.data())
def test_t6_met_at_the_deadline_and_breached_a_second_later(case, beside, data):
    clock = replay(case.events, case.now)
    at = clock.deadline + SECOND * beside
    assume(at >= case.events[-1].at)
    expected = "met" if beside <= 0 else "breached"
    assert replay(case.events, at).state == ("running" if beside <= 0 else "breached")
    events = [*case.events, Event("reach", at)]
    for now in (at, data.draw(instants(case, at))):
        reached = replay(events, now)
        assert (reached.state, reached.reached_at, reached.is_open) == (expected, at, False)


# T7


@given(clock_cases(kinds=PAUSES, units=("clock_hours",)))
def test_t7_round_the_clock_is_plain_time(case):
    always = case.place.times[2]
    plain = replay(case.events, case.now)
    terms = Terms(case.terms.value, "working_hours", always)
    assert verdict(replay([case.events[0]._replace(terms=terms), *case.events[1:]], case.now)) == verdict(
        plain
    )


# T10, T11


@contextmanager
def process_zone(zone):
    before = os.environ.get("TZ")
    try:
        os.environ["TZ"] = zone
        process_time.tzset()
        yield
    finally:
        os.environ.pop("TZ")
        if before is not None:
            os.environ["TZ"] = before
        process_time.tzset()


def fresh(case, event, zone):
    """The working time of an event, computed by a process in that zone."""
    return computed_in(zone, case.place.calendars[case.place.times.index(event.terms.time)])


@lru_cache
def computed_in(zone, calendar):
    return WorkingTime(calendar)


@given(clock_cases())
def test_t10_the_zone_of_the_process_does_not_matter(case):
    found = []
    for zone in ("UTC", "Asia/Shanghai", "America/Havana"):
        with process_zone(zone):
            events = [
                event._replace(terms=event.terms and replace(event.terms, time=fresh(case, event, zone)))
                for event in case.events
            ]
            found.append(verdict(replay(events, case.now)))
    assert found[0] == found[1] == found[2]


@given(clock_cases(kinds=PAUSES, units=("working_hours",)))
def test_t11_a_start_in_closed_time_counts_from_the_next_opening(case):
    opening = case.terms.time.due(case.start, 0, "working_hours")
    assume(all(event.at >= opening for event in case.events[1:]))
    at_opening = [case.events[0]._replace(at=opening), *case.events[1:]]
    now = max(case.now, opening)
    told, expected = replay(case.events, now), replay(at_opening, now)
    assert told.started_at == case.start
    assert verdict(told)._replace(started_at=None) == verdict(expected)._replace(started_at=None)
