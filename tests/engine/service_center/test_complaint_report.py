import itertools
from datetime import date, datetime, timedelta
from statistics import mean, median
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_center_engine import complaint_report as report

DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))
ZONES = st.sampled_from(["UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
COUNTS = st.dictionaries(st.integers(0, 10_000_000), st.integers(1, 9), max_size=20)


def listed(histogram):
    return [seconds for seconds, count in histogram.items() for _each in range(count)]


@given(COUNTS)
def test_average_and_median_are_those_of_the_listed_durations(histogram):
    figures = report.Figures(seconds_to_close=histogram)
    if histogram:
        assert figures.average_days == pytest.approx(mean(listed(histogram)) / 86400)
        assert figures.median_days == pytest.approx(median(listed(histogram)) / 86400)
    else:
        assert figures.average_days is None
        assert figures.median_days is None


def test_a_share_of_nothing_is_unknown_not_zero():
    assert report.Figures().share_closed is None
    assert report.Figures(received=4, received_closed=3).share_closed == 0.75
    assert report.Group("a", 2, 0, 0, 0).average_days is None


def test_empty_means_that_nothing_came_in_and_nothing_was_decided():
    assert report.Figures(open_at_end=3).is_empty
    assert not report.Figures(rejected=1).is_empty


def test_midnight_in_shanghai_is_four_in_the_afternoon_in_utc():
    start, end = report.utc_bounds(date(2026, 10, 1), date(2026, 10, 31), "Asia/Shanghai")
    assert (start, end) == (datetime(2026, 9, 30, 16), datetime(2026, 10, 31, 16))


@given(DAYS, st.integers(0, 400), ZONES)
def test_every_second_is_in_exactly_one_of_two_neighbouring_periods(first, length, tz):
    last = first + timedelta(length)
    start, end = report.utc_bounds(first, last, tz)
    next_start, _next_end = report.utc_bounds(last + timedelta(1), last + timedelta(9), tz)
    assert start < end == next_start
    local = start.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(tz))
    assert local.date() == first


@given(st.integers(1950, 2100), st.integers(1, 12))
def test_a_month_is_compared_with_the_month_before_and_that_of_last_year(year, month):
    first, last = report.month_bounds(year, month)
    before, year_before = report.comparisons(first, last)
    assert before[1] == first - timedelta(1)
    assert before[0] == before[1].replace(day=1)
    assert year_before == report.month_bounds(year - 1, month)


def test_february_of_a_leap_year():
    before, year_before = report.comparisons(date(2025, 2, 1), date(2025, 2, 28))
    assert before == (date(2025, 1, 1), date(2025, 1, 31))
    assert year_before == (date(2024, 2, 1), date(2024, 2, 29))
    assert report.comparisons(date(2024, 2, 10), date(2024, 2, 29))[1] == (
        date(2023, 2, 10),
        date(2023, 2, 28),
    )


@given(DAYS, st.integers(0, 200))
def test_the_period_before_is_as_long_and_touches(first, length):
    last = first + timedelta(length)
    (start, end), _year_before = report.comparisons(first, last)
    assert end == first - timedelta(1)
    if not report.is_whole_months(first, last):
        assert end - start == last - first


@given(DAYS, st.integers(0, 1500), st.data())
def test_a_series_has_no_gap_and_loses_nothing(first, length, data):
    last = first + timedelta(length)
    inside = st.dictionaries(st.dates(first, last), st.integers(1, 5), max_size=15)
    received, closed = data.draw(inside), data.draw(inside)
    lines = report.series(first, last, received, closed)
    assert lines[0][0] == first
    assert [line[0] for line in lines] == sorted({line[0] for line in lines})
    assert sum(line[1] for line in lines) == sum(received.values())
    assert sum(line[2] for line in lines) == sum(closed.values())
    gaps = {(after[0] - before[0]).days for before, after in itertools.pairwise(lines)}
    assert all(gap <= {"day": 1, "week": 7, "month": 31}[report.step_of(first, last)] for gap in gaps)


def test_weeks_begin_on_monday():
    lines = report.series(date(2026, 1, 1), date(2026, 4, 30), {}, {})
    assert [line[0] for line in lines[:3]] == [date(2026, 1, 1), date(2026, 1, 5), date(2026, 1, 12)]


def test_the_most_complaints_come_first():
    groups = [
        report.Group("b", 1, 0, 5, 0),
        report.Group("a", 1, 0, 5, 0),
        report.Group("c", 3, 0, 0, 0),
        report.Group("d", 1, 0, 6, 0),
        report.Group("nobody knows", 9, 0, 0, 0, known=False),
    ]
    assert [group.label for group in report.rank(groups)] == ["c", "d", "a", "b", "nobody knows"]


@pytest.mark.parametrize(("year", "month"), [(2026, 0), (2026, 13), (0, 1), (10000, 1)])
def test_no_such_month(year, month):
    with pytest.raises(ValueError, match=r"month|year"):
        report.month_bounds(year, month)
