"""Signs that calls were not made, on both sides of every border."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_center_engine import callback_signals as engine

NOON = datetime(2026, 3, 10, 12)


def call(key, ended, seconds=60, least=0, answers=None):
    return engine.Call(key, NOON + timedelta(seconds=ended), seconds, least, answers)


calls = st.lists(st.tuples(st.integers(0, 600), st.integers(0, 120)), max_size=12).map(
    lambda spans: [call(key, ended, seconds) for key, (ended, seconds) in enumerate(spans)]
)


@pytest.mark.parametrize(
    ("seconds", "least", "found"),
    [(59, 60, True), (60, 60, False), (61, 60, False), (0, 60, False), (1, 0, False)],
)
def test_too_short(seconds, least, found):
    facts = engine.too_short([call("a", 0, seconds, least)])
    assert facts == ({"a": {"seconds": seconds, "least": least}} if found else {})


@pytest.mark.parametrize(
    ("measured", "opened", "done", "seconds"),
    [
        (30, NOON, NOON + timedelta(seconds=90), 30),
        (0, NOON, NOON + timedelta(seconds=90), 90),
        (0, None, NOON, 0),
        (0, NOON, None, 0),
        (0, NOON, NOON, 0),
        (0, NOON + timedelta(seconds=1), NOON, 0),
    ],
)
def test_length(measured, opened, done, seconds):
    assert engine.length(measured, opened, done) == seconds


@pytest.mark.parametrize(
    ("ended", "facts"),
    [
        (119, {"b": {"other": "a", "seconds": 1}}),
        (120, {}),
        (121, {}),
        (60, {"b": {"other": "a", "seconds": 60}}),
    ],
)
def test_two_at_once(ended, facts):
    """The first took from 0 to 60; the second took a minute as well."""
    assert engine.overlapping([call("b", ended), call("a", 60)]) == facts


def test_one_within_a_long_one():
    found = engine.overlapping([call("long", 100, 100), call("short", 50, 10)])
    assert found == {"long": {"other": "short", "seconds": 10}}


@given(calls)
def test_calls_one_after_the_other_are_no_signal(some):
    found = engine.overlapping(some)
    timed = [one for one in some if one.seconds]
    apart = all(
        a.ended_at <= b.started_at or b.ended_at <= a.started_at for a in timed for b in timed if a is not b
    )
    if apart:
        assert not found
    assert all(facts["seconds"] > 0 and facts["other"] != key for key, facts in found.items())
    assert len(found) < max(len(timed), 1)


@pytest.mark.parametrize(
    ("answers", "times", "found"),
    [
        ("aaa", 3, [2]),
        ("aa", 3, []),
        ("aaaa", 3, [2, 3]),
        ("aabaa", 3, []),
        ("aabbb", 3, [4]),
        ("a-aa", 3, [3]),
        ("aaa", 0, []),
        ("aaa", 1, []),
        ("ab", 2, []),
        ("aa", 2, [1]),
    ],
)
def test_the_same_in_a_row(answers, times, found):
    some = [
        call(key, 100 * key, answers=None if answer == "-" else answer) for key, answer in enumerate(answers)
    ]
    assert sorted(engine.repeated(reversed(some), times)) == found
