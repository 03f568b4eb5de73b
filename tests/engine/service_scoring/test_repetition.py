"""Occurrences within windows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_scoring_engine.repetition import count_before, occurrences, window

days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
kinds = st.sampled_from(["month", "quarter", "half", "year"])


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("month", date(2028, 2, 1), date(2028, 2, 29)),
        ("quarter", date(2028, 1, 1), date(2028, 3, 31)),
        ("half", date(2028, 1, 1), date(2028, 6, 30)),
        ("year", date(2028, 1, 1), date(2028, 12, 31)),
        ("ever", None, None),
    ],
)
def test_windows_of_a_leap_day(kind, first, last):
    assert window(date(2028, 2, 29), kind) == (first, last)


def test_windows_at_the_end_of_a_year():
    assert window(date(2026, 12, 31), "month") == (date(2026, 12, 1), date(2026, 12, 31))
    assert window(date(2026, 12, 31), "half") == (date(2026, 7, 1), date(2026, 12, 31))


@given(days, kinds)
def test_windows_hold_their_day_and_follow_each_other_without_gap(day, kind):
    first, last = window(day, kind)
    assert first <= day <= last
    assert window(last + timedelta(days=1), kind)[0] == last + timedelta(days=1)
    assert window(first, kind) == window(last, kind) == (first, last)


def test_the_last_day_of_the_window_counts_and_the_next_does_not():
    known = [date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert count_before(date(2026, 3, 15), "month", known) == 2
    assert count_before(date(2026, 4, 30), "month", known) == 1
    assert count_before(date(2026, 3, 15), "quarter", known) == 2
    assert count_before(date(2026, 3, 15), "half", known) == 3
    assert count_before(date(2026, 3, 15), "none", known) == 0
    assert count_before(date(2030, 1, 1), "ever", known) == 3


def test_new_ones_count_each_other():
    new = [(8, date(2026, 3, 2)), (9, date(2026, 4, 2)), (5, date(2026, 3, 3))]
    assert occurrences(new, "month", [date(2026, 3, 9)]) == {8: 2, 9: 1, 5: 3}
    assert occurrences(new, "none", [date(2026, 3, 9)]) == {8: 1, 9: 1, 5: 1}
