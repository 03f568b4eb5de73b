from datetime import datetime, timedelta

import pytest
from service_scoring_engine.rectification import due_notice, is_overdue, is_possible, next_notice

ORDERED = datetime(2026, 3, 2, 9)
DEADLINE = datetime(2026, 3, 9, 18)
FURTHER = datetime(2026, 3, 12, 18)
SECOND = timedelta(seconds=1)


def test_the_deadline_itself_is_in_time():
    assert not is_overdue("ordered", DEADLINE, DEADLINE)
    assert is_overdue("ordered", DEADLINE, DEADLINE + SECOND)
    assert is_overdue("failed", DEADLINE, DEADLINE + SECOND)
    for state in ("done", "verified", "cancelled"):
        assert not is_overdue(state, DEADLINE, DEADLINE + SECOND)
    assert not is_overdue("ordered", None, DEADLINE)


def test_who_is_told_one_after_the_other():
    told, plan = None, []
    while following := next_notice(ORDERED, DEADLINE, FURTHER, told):
        plan.append(following)
        told = following[0]
    assert plan == [
        ("warned", DEADLINE - timedelta(days=1)),
        ("overdue", DEADLINE),
        ("escalated", FURTHER),
    ]


@pytest.mark.parametrize(
    ("told", "now", "expected"),
    [
        (None, DEADLINE - timedelta(days=1) - SECOND, None),
        (None, DEADLINE - timedelta(days=1), "warned"),
        (None, DEADLINE, "overdue"),
        ("warned", DEADLINE - SECOND, None),
        ("warned", FURTHER, "escalated"),
        ("overdue", FURTHER - SECOND, None),
        ("escalated", FURTHER + SECOND, None),
    ],
)
def test_what_was_missed_is_not_told_late(told, now, expected):
    assert due_notice(ORDERED, DEADLINE, FURTHER, told, now) == expected


@pytest.mark.parametrize(("term", "first"), [(86_400, "overdue"), (86_401, "warned")])
def test_no_warning_within_a_day(term, first):
    start = DEADLINE - timedelta(seconds=term)
    assert next_notice(start, DEADLINE, FURTHER, None)[0] == first
    assert next_notice(start, DEADLINE, FURTHER, "overdue") == ("escalated", FURTHER)


@pytest.mark.parametrize(
    ("step", "states"),
    [
        ("done", {"ordered", "failed"}),
        ("verify", {"ordered", "done", "failed"}),
        ("fail", {"ordered", "done", "failed"}),
        ("cancel", {"ordered", "done", "failed"}),
    ],
)
def test_from_where_steps_are_possible(step, states):
    everything = {"ordered", "done", "verified", "failed", "cancelled"}
    assert {state for state in everything if is_possible(step, state)} == states
