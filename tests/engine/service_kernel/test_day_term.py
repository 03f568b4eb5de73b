"""Terms in days of which some do not count, against counting the days one by one."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_kernel_engine import intervals
from service_kernel_engine.day_term import StoppedDays, after

DAY = timedelta(days=1)
days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
spans = st.lists(
    st.tuples(days, st.integers(0, 40)).map(lambda pair: (pair[0], pair[0] + pair[1] * DAY)), max_size=6
)
lines = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8)


def points(intervals_):
    return {point for start, end in intervals_ for point in range(start, end)}


@given(lines)
def test_merging_keeps_every_point_and_nothing_touches(some):
    merged = intervals.merge(some)
    assert points(merged) == points(some)
    assert all(end < following for (_start, end), (following, _end) in pairwise(merged))


@given(lines, lines)
def test_subtracting_leaves_the_points_that_no_hole_has(some, holes):
    left = intervals.subtract(intervals.merge(some), intervals.merge(holes))
    assert points(left) == points(some) - points(holes)


@given(lines, st.integers(0, 60), st.integers(0, 60))
def test_covered_counts_the_points_of_holes(holes, start, end):
    taken = points(holes) & set(range(start, end))
    assert intervals.covered(start, end, intervals.merge(holes)) == len(taken)


@pytest.mark.parametrize(
    ("anchor", "value", "unit", "expected"),
    [
        (date(2026, 1, 31), 1, "months", date(2026, 2, 28)),
        (date(2024, 1, 31), 1, "months", date(2024, 2, 29)),
        (date(2026, 1, 31), 2, "months", date(2026, 3, 31)),  # from the anchor, never from the clipped day
        (date(2024, 2, 29), 1, "years", date(2025, 2, 28)),
        (date(2024, 2, 29), 4, "years", date(2028, 2, 29)),
        (date(2026, 12, 15), 1, "months", date(2027, 1, 15)),
        (date(2026, 3, 1), 7, "days", date(2026, 3, 8)),
        (date(2026, 3, 1), 0, "months", date(2026, 3, 1)),
        (date(2026, 3, 1), 9000, "years", date.max),
        (date(2026, 3, 1), 9_999_999, "days", date.max),
    ],
)
def test_months_and_years_are_added_to_the_anchor_and_clipped(anchor, value, unit, expected):
    assert after(anchor, value, unit) == expected
    assert StoppedDays().last_day(anchor, value, unit) == expected


@given(days, st.integers(0, 900), spans)
def test_the_last_day_is_that_of_counting_day_by_day(anchor, length, stopped):
    holes = {first + number * DAY for first, last in stopped for number in range((last - first).days + 1)}
    day, left = anchor, length
    while left:
        day += DAY
        left -= day not in holes
    term = StoppedDays(stopped)
    assert term.last_day(anchor, length, "days") == day
    assert term.counted(anchor + DAY, day) == length
    assert term.stopped(anchor, day) == len([hole for hole in holes if anchor <= hole <= day])


@given(days, st.integers(0, 60), st.sampled_from(("days", "months", "years")), spans)
def test_the_end_is_later_by_exactly_the_days_that_do_not_count(anchor, value, unit, stopped):
    term = StoppedDays(stopped)
    end = term.last_day(anchor, value, unit)
    assert (end - after(anchor, value, unit)).days == term.stopped(anchor + DAY, end)


@given(days, st.integers(1, 400), spans, days)
def test_without_an_end_in_sight_there_is_none(anchor, length, stopped, since):
    plain = StoppedDays(stopped).last_day(anchor, length, "days")
    still = StoppedDays([*stopped, (since, None)]).last_day(anchor, length, "days")
    assert still == (None if since <= plain else plain)
