"""Periods by calendar and with a closing day (Q-16)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_scoring_engine.period import MONTHS, next_period, period_of

DAY = timedelta(days=1)
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
kinds = st.sampled_from(sorted(MONTHS))
closing_days = st.integers(0, 28)


@pytest.mark.parametrize(
    "day, kind, closing_day, first, last",
    [
        (date(2026, 5, 1), "month", 0, date(2026, 5, 1), date(2026, 5, 31)),
        (date(2026, 5, 31), "month", 0, date(2026, 5, 1), date(2026, 5, 31)),
        (date(2028, 2, 29), "month", 0, date(2028, 2, 1), date(2028, 2, 29)),
        (date(2026, 5, 25), "month", 25, date(2026, 4, 26), date(2026, 5, 25)),
        (date(2026, 5, 26), "month", 25, date(2026, 5, 26), date(2026, 6, 25)),
        (date(2026, 12, 26), "month", 25, date(2026, 12, 26), date(2027, 1, 25)),
        (date(2026, 1, 25), "month", 25, date(2025, 12, 26), date(2026, 1, 25)),
        (date(2026, 2, 28), "month", 28, date(2026, 1, 29), date(2026, 2, 28)),
        (date(2026, 3, 1), "month", 28, date(2026, 3, 1), date(2026, 3, 28)),
        (date(2028, 2, 29), "month", 28, date(2028, 2, 29), date(2028, 3, 28)),
        (date(2026, 3, 31), "quarter", 0, date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), "quarter", 0, date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 3, 26), "quarter", 25, date(2026, 3, 26), date(2026, 6, 25)),
        (date(2025, 12, 26), "quarter", 25, date(2025, 12, 26), date(2026, 3, 25)),
        (date(2026, 6, 30), "half", 0, date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), "half", 0, date(2026, 7, 1), date(2026, 12, 31)),
        (date(2026, 6, 26), "half", 25, date(2026, 6, 26), date(2026, 12, 25)),
        (date(2026, 7, 1), "year", 0, date(2026, 1, 1), date(2026, 12, 31)),
        (date(2026, 12, 26), "year", 25, date(2026, 12, 26), date(2027, 12, 25)),
        (date(2026, 5, 1), "month", 1, date(2026, 4, 2), date(2026, 5, 1)),
    ],
)
def test_table(day, kind, closing_day, first, last):
    assert period_of(day, kind, closing_day) == (first, last)


@pytest.mark.parametrize("kind, closing_day", [("week", 0), ("month", 29), ("month", -1)])
def test_what_is_no_period_is_refused(kind, closing_day):
    with pytest.raises(ValueError, match="no period"):
        period_of(date(2026, 5, 1), kind, closing_day)


@given(days, kinds, closing_days)
def test_a_period_holds_its_day_and_each_of_its_days_has_it(day, kind, closing_day):
    first, last = period_of(day, kind, closing_day)
    assert first <= day <= last
    assert period_of(first, kind, closing_day) == period_of(last, kind, closing_day) == (first, last)


@given(days, kinds, closing_days)
def test_periods_follow_each_other_without_gap_or_overlap(day, kind, closing_day):
    first, last = period_of(day, kind, closing_day)
    following = next_period(first, last, kind, closing_day)
    assert following[0] == last + DAY
    assert following == period_of(last + DAY, kind, closing_day)
    assert period_of(first - DAY, kind, closing_day)[1] == first - DAY


@given(days, kinds, closing_days)
def test_a_year_has_twelve_months_four_quarters_two_halves(day, kind, closing_day):
    first, last = period_of(day, "year", closing_day)
    count, start = 0, first
    while start <= last:
        _start, end = period_of(start, kind, closing_day)
        start, count = end + DAY, count + 1
    assert (start, count) == (last + DAY, 12 // MONTHS[kind])


@given(days, kinds, st.integers(1, 28))
def test_a_period_ends_on_its_closing_day(day, kind, closing_day):
    assert period_of(day, kind, closing_day)[1].day == closing_day
