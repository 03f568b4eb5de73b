"""Warnings and escalations: when they fall due (T8), and that each happens once whatever the polling."""

import sys
from datetime import timedelta
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st
from service_kernel_engine.clock import Event, Terms, lay, replay
from service_kernel_engine.clock_steps import Step, due_steps, instant_of_share, opening
from service_kernel_engine.working_time import Calendar, Opening, WorkingTime

sys.path.insert(0, str(Path(__file__).parent))
from clock_cases import HOUR_UNITS, PAUSES, clock_cases, instants, last_day, pauses_of
from clock_reference import SECOND
from test_clock_table import SHEET, local

warnings = st.one_of(st.integers(1, 99), st.floats(0.5, 99.5))
escalations = st.sampled_from([100, 110, 150, 300])
steps = st.lists(st.one_of(warnings, escalations), min_size=1, max_size=4).map(
    lambda shares: [Step(f"step{number}", share) for number, share in enumerate(shares)]
)


@st.composite
def running(draw, kinds=(*PAUSES, "change"), most=4):
    """A case and its running clock, with a deadline and an opening after it inside the window."""
    case = draw(clock_cases(kinds=kinds, most=most, going=True))
    clock = replay(case.events, case.now)
    assume(clock.deadline < last_day(case) - timedelta(days=5))
    return case, clock


def open_at(case, clock, instant):
    assume(instant < last_day(case))
    return case.place.of(clock.terms.time).is_open(instant)


def open_between(case, clock, start, end):
    """Whether the reference has any open second from ``start`` up to ``end``."""
    return case.count(start, end, Terms(0, "working_hours", clock.terms.time)) > 0


# T8


@given(running(), warnings)
def test_t8_a_warning_falls_in_open_time_before_the_deadline(told, share):
    case, clock = told
    instant = instant_of_share(clock, share)
    assert min(clock.started_at, clock.deadline) <= instant <= clock.deadline
    if open_between(case, clock, clock.started_at, clock.deadline):
        assert open_at(case, clock, instant)


@given(running(), escalations)
def test_t8_an_escalation_falls_in_open_time_after_the_deadline(told, share):
    case, clock = told
    instant = instant_of_share(clock, share)
    assert instant > clock.deadline
    assert open_at(case, clock, instant)
    if share == 100:
        assert not open_between(case, clock, clock.deadline + SECOND, instant)


@given(running(), st.lists(st.one_of(warnings, escalations), min_size=2, max_size=5))
def test_t8_a_larger_share_is_never_earlier(told, shares):
    _case, clock = told
    found = [instant_of_share(clock, share) for share in sorted(shares)]
    assert found == sorted(found)


@given(clock_cases(kinds=PAUSES, units=("working_hours",), going=True), st.integers(1, 199))
def test_t8_a_share_is_when_so_much_is_used_up(case, share):
    """In working hours: that many seconds counted, to the second and apart from closed time and pauses."""
    clock = replay(case.events, case.now)
    instant = instant_of_share(clock, share)
    assume(instant < last_day(case))
    limit = round(case.terms.value * 3600)
    counted = case.count(clock.started_at, instant)
    counted -= sum(
        case.count(first, min(last, instant)) for first, last in pauses_of(case.events) if first < instant
    )
    if share < 100:
        assert round(limit * share / 100) - 1 <= counted <= round(limit * share / 100)
    else:
        assert max(round(limit * share / 100), limit) <= counted <= max(round(limit * share / 100), limit + 1)


def test_t8_where_there_is_no_open_time_the_plain_instant_stays():
    """Also where only a leave closes, or the only open time has passed."""
    start = local("09-22 10:00:00")
    leave = (local("01-01 00:00:00"), local("01-01 00:00:00").replace(year=2400))
    day = Calendar("UTC", extra=((local("03-01 00:00:00").date(), 0, 3600),))
    for calendar in (Calendar("UTC"), Calendar("UTC", (Opening(0, 0, 3600),), (leave,)), day):
        time = WorkingTime(calendar)
        clock = replay([Event("start", start, Terms(10, "clock_hours", time))], start)
        assert opening(time, start) == start
        assert instant_of_share(clock, 50) == start + timedelta(hours=5)
        assert instant_of_share(clock, 100) == start + timedelta(hours=10, seconds=1)
        assert instant_of_share(clock, 150) == start + timedelta(hours=15)


# Each step once


class Watch:
    """Carries out steps as they are told, and checks what holds at every look."""

    def __init__(self, case, steps):
        self.case, self.steps, self.done = case, steps, {}

    def look(self, clock, now):
        """Look once; return the instant at which to look again."""
        due, following = due_steps(clock, self.steps, frozenset(self.done), now)
        assert following is None or following > now
        for step in due:
            assert step.key not in self.done
            assert now >= instant_of_share(clock, step.percent)
            assert step.percent >= 100 or now <= clock.deadline
            assert open_at(self.case, clock, now)
            self.done[step.key] = now
        assert not due_steps(clock, self.steps, frozenset(self.done), now)[0]
        return following

    def follow(self, clock, now):
        """Look at ``now`` and then exactly when told, until there is nothing to look for."""
        for _look in range(3 * len(self.steps) + 3):
            now = self.look(clock, now)
            if now is None:
                return
        raise AssertionError("looks for ever")


@given(running(), steps)
def test_looking_exactly_when_told_misses_nothing(told, steps):
    case, clock = told
    watch = Watch(case, steps)
    watch.follow(clock, min(clock.started_at, clock.deadline))
    for step in steps:
        instant = instant_of_share(clock, step.percent)
        if step.percent >= 100 or open_at(case, clock, instant):
            assert watch.done.pop(step.key) == instant
    assert not watch.done


@given(running(), steps, st.data())
def test_each_step_happens_once_however_one_looks(told, steps, data):
    """At any times, with nights and weeks in which nobody looks, in and out of open time."""
    case, clock = told
    watch, now = Watch(case, steps), clock.started_at
    looks = [now]
    for _number in range(data.draw(st.integers(0, 8))):
        now = data.draw(instants(case, now))
        assume(now < last_day(case))
        looks.append(now)
        watch.look(clock, now)
    watch.follow(clock, now)
    for step in steps:
        instant = instant_of_share(clock, step.percent)
        first = next((look for look in looks[1:] if look >= instant and open_at(case, clock, look)), None)
        if step.percent >= 100:
            assert watch.done[step.key] <= (first or max(instant, opening(clock.terms.time, now)))
        elif first and first <= clock.deadline:
            assert watch.done[step.key] == first
        elif now > clock.deadline:
            assert step.key not in watch.done


@given(running(), steps)
def test_a_warning_whose_deadline_has_passed_is_dropped(told, steps):
    case, clock = told
    watch = Watch(case, steps)
    watch.follow(clock, clock.deadline + SECOND)
    assert set(watch.done) == {step.key for step in steps if step.percent >= 100}


@given(clock_cases(going=True), steps, st.sampled_from(["pause", "reach", "cancel"]), st.data())
def test_a_paused_or_ended_clock_asks_for_nothing(case, steps, kind, data):
    clock = replay([*case.events, Event(kind, case.now)], case.now)
    now = data.draw(instants(case, case.now))
    assert due_steps(clock, steps, frozenset(), now) == ([], None)


@given(clock_cases(kinds=PAUSES, units=HOUR_UNITS), steps, st.data())
def test_steps_through_pauses_happen_once_and_at_the_end_all_escalations(case, steps, data):
    """A clock as it is lived: looked at after each event, and in between exactly when told."""
    watch = Watch(case, steps)
    for number, event in enumerate(case.events):
        until = case.events[number + 1].at if number + 1 < len(case.events) else None
        now = event.at
        while now is not None and (until is None or now < until):
            clock = replay(case.events[: number + 1], now)
            assume(clock.deadline < last_day(case) - timedelta(days=5))
            now = watch.look(clock, now)
    if clock.paused_at is None:
        assert {step.key for step in steps if step.percent >= 100} <= set(watch.done)
    else:
        assert all(at < clock.paused_at or at == case.events[0].at for at in watch.done.values())


@given(running(), st.integers(0, 3))
def test_a_running_clock_is_looked_at_when_it_becomes_late(told, beside):
    case, clock = told
    now = clock.deadline - SECOND * beside
    assume(now >= case.events[-1].at)
    assert due_steps(clock, [], frozenset(), now) == ([], clock.deadline + SECOND)
    assert replay(case.events, clock.deadline + SECOND).state == "breached"
    assert due_steps(clock, [], frozenset(), clock.deadline + SECOND) == ([], None)


# Worked


def test_worked_shares_of_the_sheet():
    """MFG-SLA-01, received half an hour before the National Day holiday, and an hour before it."""
    half = local("09-30 17:30:00")
    late = replay([Event("start", half, SHEET)], half)
    full = replay([Event("start", local("09-30 17:00:00"), SHEET)], half)
    assert instant_of_share(late, 25) == local("09-30 17:45:00")
    assert instant_of_share(late, 50) == local("09-30 17:59:59")
    assert instant_of_share(late, 80) == local("10-08 08:48:00")
    assert instant_of_share(late, 100) == local("10-08 09:00:01")
    assert instant_of_share(late, 150) == local("10-08 09:30:00")
    assert instant_of_share(full, 80) == local("09-30 17:48:00")
    assert instant_of_share(full, 100) == local("10-08 08:30:00")
    assert instant_of_share(full, 150) == local("10-08 09:00:00")


def test_worked_look_after_a_night_without_a_server():
    start = local("09-30 17:00:00")
    clock = replay([Event("start", start, SHEET)], start)
    steps = [Step("warn", 80), Step("late", 100), Step("very late", 150)]
    assert due_steps(clock, steps, {}, start) == ([], local("09-30 17:48:00"))
    assert due_steps(clock, steps, {}, local("09-30 17:59:59")) == (steps[:1], local("09-30 18:00:01"))
    assert due_steps(clock, steps, {}, local("10-03 12:00:00")) == ([], local("10-08 08:30:00"))
    assert due_steps(clock, steps, {}, local("10-08 08:30:00")) == (steps[1:2], local("10-08 09:00:00"))
    assert due_steps(clock, steps, {"late"}, local("10-08 12:30:00")) == ([], local("10-08 14:00:00"))
    assert due_steps(clock, steps, {"late"}, local("10-08 14:00:00")) == (steps[2:], None)


def test_a_share_used_up_just_when_a_pause_begins_waits_for_its_end():
    start = local("09-22 09:00:00")
    pause = [Event("pause", local("09-22 09:30:00")), Event("resume", local("09-22 15:00:00"))]
    clock = replay([Event("start", start, SHEET), *pause], local("09-22 15:00:00"))
    assert lay(clock.pieces, 1800) == instant_of_share(clock, 50) == local("09-22 15:00:00")
    assert instant_of_share(clock, 49) == local("09-22 09:29:24")
