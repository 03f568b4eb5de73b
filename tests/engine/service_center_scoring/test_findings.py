from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_center_scoring_engine import findings as engine

CASES = st.lists(
    st.builds(
        engine.Case, st.integers(1, 9), st.integers(1, 3), st.dates(date(2026, 1, 1), date(2026, 3, 31))
    ),
    max_size=12,
)


def test_twice_in_one_month():
    """MALL-TWICE-01."""
    first, second = engine.Case(1, 7, date(2026, 3, 1)), engine.Case(2, 7, date(2026, 3, 31))
    assert engine.months_with_several([second, first]) == [engine.Month(7, date(2026, 3, 1), (first, second))]


@pytest.mark.parametrize(
    "other",
    [
        engine.Case(2, 7, date(2026, 4, 1)),  # the next month
        engine.Case(2, 8, date(2026, 3, 31)),  # somebody else
        engine.Case(1, 7, date(2026, 3, 31)),  # the same complaint
    ],
)
def test_once_is_not_twice(other):
    assert engine.months_with_several([engine.Case(1, 7, date(2026, 3, 31)), other]) == []


@given(CASES)
def test_once_a_month_and_person_in_any_order(cases):
    """Q-31: once per month, however many there are."""
    found = engine.months_with_several(cases)
    keys = [(one.person, one.first) for one in found]
    assert len(keys) == len(set(keys))
    assert found == engine.months_with_several(cases[::-1])
    for month in found:
        assert {(case.person, case.day.replace(day=1)) for case in month.cases} == {
            (month.person, month.first)
        }


@pytest.mark.parametrize(
    ("satisfied", "answered", "mark"),
    [(0, 0, None), (4, 4, None), (4, 5, 80), (3, 5, 60), (0, 5, 0), (799, 1000, Decimal("79.9"))],
)
def test_mark(satisfied, answered, mark):
    """CB-PAY-01, Q-48: fewer than five answers say nothing."""
    assert engine.satisfaction_mark(satisfied, answered, 5) == mark


def test_just_below_is_below():
    assert engine.satisfaction_mark(7_999_999, 10_000_000, 5) < 80


def test_no_answer_says_nothing_whatever_the_minimum():
    assert engine.satisfaction_mark(0, 0, 0) is None


NOON = datetime(2026, 3, 2, 12)


def test_who_had_it():
    later = NOON + timedelta(seconds=1)
    assert engine.who_had_it(3, [], NOON) == 3
    assert engine.who_had_it(3, [(NOON, 1)], NOON) == 3
    assert engine.who_had_it(3, [(NOON - timedelta(1), 1), (later + timedelta(1), 9), (later, 2)], NOON) == 2
