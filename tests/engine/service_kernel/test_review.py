"""Judging again with today's settings (T9): what does not change does not differ."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_kernel_engine import clock, review
from service_kernel_engine.working_time import Calendar, Opening, working_time

WEEK = tuple(
    Opening(day, first * 3600, last * 3600, None) for day in range(6) for first, last in ((8, 12), (14, 18))
)
SHOP = working_time(Calendar("Asia/Shanghai", WEEK, (), ()))
MONDAY = datetime(2026, 3, 2, 1)  # 09:00 in Shanghai


def at(hours):
    return MONDAY + timedelta(hours=hours)


def stop(wait, first, last):
    return [clock.Event("pause", at(first), wait=wait), clock.Event("resume", at(last), wait=wait)]


def terms(value, unit="working_hours"):
    return clock.Terms(value, unit, SHOP)


def ended(events):
    """The events with the verdict that they gave, as the rows keep them."""
    judged = clock.replay(events, events[-1].at)
    frozen = events[-1]._replace(deadline=judged.deadline, paused=judged.paused_seconds)
    return [*events[:-1], frozen], review.Verdict(judged.deadline, judged.state)


moves = st.lists(st.tuples(st.sampled_from(("pause", "resume", "change")), st.integers(0, 200)), max_size=6)


@given(moves, st.sampled_from(("reach", "cancel")), st.integers(0, 250), st.integers(1, 9))
def test_the_same_settings_give_the_same_verdict(steps, end, hours, value):
    unit = "working_days" if value % 2 else "working_hours"
    last = terms(value, unit)
    events = [clock.Event("start", MONDAY, last)]
    for kind, offset in sorted(steps, key=lambda step: step[1]):
        if offset > hours:
            continue
        events.append(clock.Event(kind, at(offset), last if kind == "change" else None))
    events, then = ended([*events, clock.Event(end, at(hours))])
    again = review.judge_again(events, review.stops_of(events), last, MONDAY)
    assert again == then
    assert not review.differs(then, again)


def test_a_shorter_limit_is_missed():
    events, then = ended([clock.Event("start", MONDAY, terms(8)), clock.Event("reach", at(3))])
    today = review.judge_again(events, [], terms(2), MONDAY)
    assert (then.state, today.state) == ("met", "breached")
    assert review.differs(then, today)
    on_time = review.judge_again(events, [], terms(3), MONDAY)
    assert on_time.state == "met"


def test_the_start_moves_with_a_change_or_with_the_start():
    events, _then = ended([clock.Event("start", MONDAY, terms(1)), clock.Event("reach", at(2))])
    assert review.judge_again(events, [], terms(1), at(1)).state == "met"
    changed = [events[0], clock.Event("change", at(0.5), terms(1)), events[1]]
    assert review.judge_again(changed, [], terms(1), at(1)).state == "met"
    assert review.judge_again(changed, [], terms(1), MONDAY).state == "breached"


@pytest.mark.parametrize(
    ("then", "today", "expected"),
    [
        ("met", "met", False),
        ("met", "breached", True),
        ("breached", "met", True),
        ("breached", "breached", False),
        ("cancelled", "breached", True),
        ("met", None, True),
        ("breached", None, True),
        ("cancelled", None, False),
        (None, "met", True),
        (None, None, False),
    ],
)
def test_what_is_another_verdict(then, today, expected):
    assert review.differs(review.Verdict(None, then), review.Verdict(None, today)) is expected


def test_stops_that_count_today():
    own = stop("customer", 1, 2)
    waits = frozenset({"customer"})
    assert review.stops_for(own, [], waits, MONDAY, at(5)) == own
    assert review.stops_for(own, own, frozenset(), MONDAY, at(5)) == []
    assert review.stops_for([], own, waits, MONDAY, at(5)) == own
    assert review.stops_for([], own, waits, MONDAY, at(1)) == []
    assert review.stops_for([], own, waits, at(1.5), at(5)) == []
    assert review.stops_for([], own, waits, at(1), at(2)) == own[:1]


def test_stops_count_by_what_was_waited_for():
    customer, parts, factory = stop("customer", 1, 2), stop("parts", 2, 3), stop("factory", 3, 3)
    others = [*customer, *parts, *factory]
    both = frozenset({"customer", "parts"})
    assert review.stops_for(customer, others, both, MONDAY, at(5)) == [*customer, *parts]
    assert review.stops_for(parts, others, both, MONDAY, at(5)) == [*customer, *parts]
    assert review.stops_for([*customer, *parts], others, frozenset({"parts"}), MONDAY, at(5)) == parts
    assert review.stops_for([*customer, *parts], others, both, MONDAY, at(5)) == [*customer, *parts]
    every = both | {"factory"}
    assert review.stops_for(customer, others, every, MONDAY, at(5)) == [*customer, *parts]
    judged = clock.replay(
        [clock.Event("start", MONDAY, terms(2)), *review.stops_for(parts, others, both, MONDAY, at(5))], at(5)
    )
    assert (judged.deadline, judged.paused_seconds) == (at(6), 7200)


LIMIT = review.Limit(1, 3, "working_days", 7, MONDAY, "v1")


@pytest.mark.parametrize(
    ("vals", "options", "expected"),
    [
        ({}, {}, ("record_differs",)),
        ({"target": 2}, {}, ("policy_other",)),
        ({"target": 2, "value": 9}, {"same_settings": True}, ("case_changed",)),
        ({"value": 2}, {}, ("limit_changed",)),
        ({"unit": "calendar_days"}, {}, ("limit_changed",)),
        ({"start": at(1)}, {}, ("start_other",)),
        ({"calendar": 8, "version": "v9"}, {}, ("hours_other",)),
        ({"version": "v2"}, {}, ("hours_changed",)),
        ({}, {"same_stops": False}, ("waiting_other",)),
        ({"value": 2, "version": "v2"}, {}, ("limit_changed", "hours_changed")),
    ],
)
def test_causes_in_order(vals, options, expected):
    assert review.causes(LIMIT, replace(LIMIT, **vals), **options) == expected
    assert set(expected) <= set(review.CAUSES)
