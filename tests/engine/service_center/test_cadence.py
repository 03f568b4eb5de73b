from calendar import monthrange
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_center_engine import cadence
from service_center_engine.cadence import Rhythm

FAR = date(2100, 1, 1)


def dates(rhythm, anchor, last, **options):
    return [one.date for one in cadence.preview(rhythm, anchor, last, **options)]


def months(*amounts, anchor=date(2026, 3, 15)):
    return [cadence.after(anchor, amount, "months") for amount in amounts]


# --- months: from the fixed day, clipped, never chained ---


def test_the_end_of_january_comes_back_after_february():
    monthly = Rhythm(1, "months", 1, "months")
    assert dates(monthly, date(2026, 1, 31), date(2026, 5, 31)) == [
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
        date(2026, 5, 31),
    ]


@pytest.mark.parametrize(
    ("anchor", "amount", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
    ],
)
def test_months_are_clipped(anchor, amount, expected):
    assert dates(Rhythm(amount, "months"), anchor, FAR) == [expected]


def test_a_leap_day_comes_back_in_leap_years():
    yearly = Rhythm(12, "months", 12, "months")
    assert dates(yearly, date(2024, 2, 29), date(2028, 12, 31)) == [
        date(2025, 2, 28),
        date(2026, 2, 28),
        date(2027, 2, 28),
        date(2028, 2, 29),
    ]


def test_warranty_callbacks_of_a_decorator():
    """DECO-WAR-01: quarters in the first year, half-years in the second, years afterwards."""
    anchor, last = date(2026, 3, 15), date(2032, 3, 15)
    first = Rhythm(3, "months", 3, "months", until=12)
    second = Rhythm(18, "months", 6, "months", until=24)
    later = Rhythm(36, "months", 12, "months")
    assert dates(first, anchor, last) == months(3, 6, 9, 12)
    assert dates(second, anchor, last) == months(18, 24)
    assert dates(later, anchor, last) == months(36, 48, 60, 72)


def test_after_a_sale():
    """CB-CAD-01: a week, and one, three and six months after delivery."""
    steps = [Rhythm(7), Rhythm(1, "months"), Rhythm(3, "months"), Rhythm(6, "months")]
    anchor = date(2026, 8, 31)
    assert [dates(step, anchor, FAR)[0] for step in steps] == [
        date(2026, 9, 7),
        date(2026, 9, 30),
        date(2026, 11, 30),
        date(2027, 2, 28),
    ]


def test_days_and_then_months():
    rhythm = Rhythm(2, "days", 1, "months")
    assert dates(rhythm, date(2026, 1, 29), date(2026, 3, 31)) == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
    ]


# --- days ---


def test_half_a_month_is_fifteen_days():
    rhythm = Rhythm(15, "days", 15, "days")
    assert dates(rhythm, date(2026, 2, 10), date(2026, 3, 27)) == [
        date(2026, 2, 25),
        date(2026, 3, 12),
        date(2026, 3, 27),
    ]


def test_the_same_day_and_three_days_later():
    """REALTY-CALLER-01/02."""
    anchor = datetime(2026, 2, 26, 23, 59)
    (same,) = cadence.preview(Rhythm(), anchor, FAR)
    assert (same.date, same.is_same_day) == (date(2026, 2, 26), True)
    (third,) = cadence.preview(Rhythm(3), anchor, FAR)
    assert (third.date, third.is_same_day) == (date(2026, 3, 1), False)


@pytest.mark.parametrize(("last", "count"), [(20, 1), (21, 2), (22, 2)])
def test_the_last_day_belongs_to_what_is_asked_for(last, count):
    weekly = Rhythm(7, "days", 7, "days")
    assert len(dates(weekly, date(2026, 3, 7), date(2026, 3, last))) == count


@pytest.mark.parametrize(("until", "count"), [(27, 3), (28, 4), (29, 4)])
def test_the_end_belongs_to_the_rhythm(until, count):
    rhythm = Rhythm(7, "days", 7, "days", until=until, until_unit="days")
    assert len(dates(rhythm, date(2026, 3, 1), FAR)) == count


def test_the_end_in_months_is_clipped_too():
    """A month after 31 January ends on 28 February, 28 days later."""
    anchor = date(2026, 1, 31)
    assert dates(Rhythm(28, until=1), anchor, FAR) == [date(2026, 2, 28)]
    assert not dates(Rhythm(29, until=1), anchor, FAR)


def test_at_most_so_often():
    rhythm = Rhythm(7, "days", 7, "days", max_times=3)
    assert len(dates(rhythm, date(2026, 3, 1), FAR)) == 3
    assert cadence.occurrence(rhythm, date(2026, 3, 1), 4) is None


def test_once_is_once():
    assert cadence.occurrence(Rhythm(7), date(2026, 3, 1), 2) is None
    assert cadence.occurrence(Rhythm(7), date(2026, 3, 1), 0) is None


def test_nothing_after_the_last_year():
    assert cadence.occurrence(Rhythm(2_000_000_000), date(2026, 3, 1), 1) is None
    assert cadence.occurrence(Rhythm(2_000_000_000, "months"), date(2026, 3, 1), 1) is None
    assert cadence.occurrence(Rhythm(2_000_000_000, "hours"), date(2026, 3, 1), 1) is None


# --- hours ---


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 3, 1, 10, 30), datetime(2026, 3, 2, 10, 30)),
        (datetime(2026, 2, 28, 0, 0), datetime(2026, 3, 1, 0, 0)),
    ],
)
def test_hours_count_from_the_time(at, expected):
    (found,) = cadence.preview(Rhythm(24, "hours"), at, FAR)
    assert (found.at, found.date) == (expected, expected.date())


def test_hours_are_kept_on_days_off():
    rhythm = Rhythm(24, "hours", rest_days="next")
    (found,) = cadence.preview(rhythm, datetime(2026, 3, 6, 9), FAR, is_working=weekdays)
    assert found.date == date(2026, 3, 7)


# --- days off ---

HOLIDAYS = {date(2026, 10, day) for day in range(1, 9)}
MAKE_UP = {date(2026, 9, 27), date(2026, 10, 10)}


def weekdays(day):
    return day.weekday() < 5


def china(day):
    return day in MAKE_UP or (day not in HOLIDAYS and day.weekday() < 5)


@pytest.mark.parametrize(
    ("nominal", "rest_days", "expected"),
    [
        (date(2026, 10, 1), "next", date(2026, 10, 9)),
        (date(2026, 10, 1), "previous", date(2026, 9, 30)),
        (date(2026, 10, 8), "previous", date(2026, 9, 30)),
        (date(2026, 10, 9), "next", date(2026, 10, 9)),
        (date(2026, 10, 9), "previous", date(2026, 10, 9)),
        (date(2026, 10, 10), "next", date(2026, 10, 10)),  # a Saturday that is worked
        (date(2026, 10, 11), "previous", date(2026, 10, 10)),
        (date(2026, 9, 27), "next", date(2026, 9, 27)),  # a Sunday that is worked
        (date(2026, 10, 4), "keep", date(2026, 10, 4)),
    ],
)
def test_holidays_and_days_worked_instead(nominal, rest_days, expected):
    rhythm = Rhythm(30, rest_days=rest_days)
    assert dates(rhythm, nominal - timedelta(30), FAR, is_working=china) == [expected]


def test_the_same_day_is_never_moved():
    for rest_days in ("previous", "next"):
        rhythm = Rhythm(rest_days=rest_days)
        assert dates(rhythm, date(2026, 10, 3), FAR, is_working=china) == [date(2026, 10, 3)]


def test_the_day_before_is_not_before_what_happened():
    """Bought on a Saturday, to be called on Sunday: not on Friday, but on Monday."""
    rhythm = Rhythm(1, rest_days="previous")
    assert dates(rhythm, date(2026, 3, 7), FAR, is_working=weekdays) == [date(2026, 3, 9)]


def test_a_moved_date_does_not_move_the_rhythm():
    weekly = Rhythm(7, "days", 7, "days", rest_days="next")
    assert dates(weekly, date(2026, 2, 28), date(2026, 3, 18), is_working=weekdays) == [
        date(2026, 3, 9),
        date(2026, 3, 16),
    ]


def test_days_off_bring_no_two_calls_on_one_day():
    daily = Rhythm(1, "days", 1, "days", rest_days="next")
    found = dates(daily, date(2026, 3, 5), date(2026, 3, 10), is_working=weekdays)
    assert found == [date(2026, 3, 6), date(2026, 3, 9), date(2026, 3, 10)]


def test_without_any_working_day_the_date_is_kept():
    rhythm = Rhythm(7, rest_days="next")
    assert dates(rhythm, date(2026, 3, 1), FAR, is_working=lambda _day: False) == [date(2026, 3, 8)]


# --- early calls ---


def test_an_early_call_moves_the_rhythm_from_the_last_contact():
    weekly = Rhythm(7, "days", 7, "days")
    start = date(2026, 3, 1)
    assert cadence.next_by_contact(weekly, start, None).date == date(2026, 3, 8)
    assert cadence.next_by_contact(weekly, start, date(2026, 3, 5)).date == date(2026, 3, 12)
    assert cadence.next_by_contact(weekly, start, date(2026, 3, 5), 2).date == date(2026, 3, 12)


def test_an_early_call_does_not_move_the_rhythm_from_the_start():
    quarterly = Rhythm(3, "months", 3, "months")
    assert cadence.occurrence(quarterly, date(2026, 1, 31), 2).date == date(2026, 7, 31)


def test_a_contact_before_the_start_is_none():
    weekly = Rhythm(7, "days", 7, "days")
    assert cadence.next_by_contact(weekly, date(2026, 3, 1), date(2026, 2, 20)).date == date(2026, 3, 8)


def test_the_end_counts_from_the_start_whatever_the_contacts():
    weekly = Rhythm(7, "days", 7, "days", until=28, until_unit="days")
    start = date(2026, 3, 1)
    assert cadence.next_by_contact(weekly, start, date(2026, 3, 22), 4).date == date(2026, 3, 29)
    assert cadence.next_by_contact(weekly, start, date(2026, 3, 23), 4) is None


@pytest.mark.parametrize(
    ("until", "day"),
    [
        (None, date(2026, 2, 28)),
        (date(2026, 2, 27), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 1)),
    ],
)
def test_a_gap_that_was_justified_lets_the_contact_wait(until, day):
    found = cadence.Occurrence(2, date(2026, 2, 28))
    assert cadence.after_gap(found, until).date == day


def test_what_belongs_to_the_day_does_not_wait():
    found = cadence.Occurrence(1, date(2026, 2, 28), True)
    assert cadence.after_gap(found, date(2026, 3, 31)) == found
    assert cadence.after_gap(None, date(2026, 3, 31)) is None


def test_preview_by_contact_takes_calls_to_be_made_in_time():
    monthly = Rhythm(1, "months", 1, "months")
    found = dates(monthly, date(2026, 1, 31), date(2026, 4, 30), by_contact=True)
    assert found == [date(2026, 2, 28), date(2026, 3, 28), date(2026, 4, 28)]


# --- what is planned today ---


def wanted(rhythm, anchor, first, today, last):
    return [(one.number, one.date.day) for one in cadence.wanted(rhythm, anchor, first, today, last)]


def test_planned_are_what_is_due_and_the_next():
    weekly = Rhythm(7, "days", 7, "days")
    anchor, last = date(2026, 3, 1), date(2026, 4, 19)
    first = date(2026, 3, 1)
    assert wanted(weekly, anchor, first, date(2026, 3, 1), last) == [(1, 8)]
    assert wanted(weekly, anchor, first, date(2026, 3, 7), last) == [(1, 8)]
    assert wanted(weekly, anchor, first, date(2026, 3, 8), last) == [(1, 8), (2, 15)]
    assert wanted(weekly, anchor, date(2026, 3, 9), date(2026, 3, 9), last) == [(2, 15)]


def test_weeks_that_nobody_called_in_are_called_once():
    weekly = Rhythm(7, "days", 7, "days")
    found = wanted(weekly, date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 31), date(2026, 5, 5))
    assert found == [(4, 29), (5, 5)]


def test_a_rhythm_that_ended_while_nobody_called_is_made_up_for():
    rhythm = Rhythm(7, "days", 7, "days", max_times=2)
    found = wanted(rhythm, date(2026, 3, 1), date(2026, 3, 1), date(2026, 6, 1), date(2026, 7, 6))
    assert found == [(2, 15)]


@pytest.mark.parametrize(("last", "found"), [(14, []), (15, [(1, 15)]), (16, [(1, 15)])])
def test_nothing_is_planned_beyond_the_horizon(last, found):
    assert (
        wanted(Rhythm(14), date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, last)) == found
    )


# --- properties ---

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
units = st.sampled_from(["days", "months"])
rhythms = st.builds(
    Rhythm,
    offset=st.integers(0, 40),
    offset_unit=units,
    repeat=st.integers(0, 40),
    repeat_unit=units,
    until=st.integers(0, 60),
    until_unit=units,
    max_times=st.integers(0, 5),
    rest_days=st.sampled_from(["keep", "previous", "next"]),
)


def slow(rhythm, anchor, last, is_working=None):
    """All times from the first, without looking where to start."""
    found, number = [], 1
    while (one := cadence.occurrence(rhythm, anchor, number, is_working)) and one.date <= last:
        if not found or found[-1].date != one.date:
            found.append(one)
        number += 1
    return found


@given(days, st.integers(0, 500))
def test_months_never_drift(anchor, amount):
    found = cadence.after(anchor, amount, "months")
    assert (found.year * 12 + found.month) - (anchor.year * 12 + anchor.month) == amount
    assert found.day == min(anchor.day, monthrange(found.year, found.month)[1])


@given(rhythms, days, st.integers(0, 1500), st.integers(0, 400))
def test_looking_from_a_day_finds_what_looking_from_the_start_finds(rhythm, anchor, skip, length):
    first = anchor + timedelta(skip)
    last = first + timedelta(length)
    found = list(cadence.occurrences(rhythm, anchor, first, last, weekdays))
    assert found == [one for one in slow(rhythm, anchor, last, weekdays) if one.date >= first]


@given(rhythms, days, st.integers(0, 1500))
def test_wanted_is_the_latest_and_the_next(rhythm, anchor, skip):
    today = anchor + timedelta(skip)
    last = today + timedelta(35)
    every = slow(rhythm, anchor, last, weekdays)
    expected = [one for one in every if one.date <= today][-1:] + [one for one in every if one.date > today][
        :1
    ]
    assert cadence.wanted(rhythm, anchor, anchor, today, last, weekdays) == expected


@given(rhythms, days)
def test_times_follow_each_other_and_never_come_before_the_start(rhythm, anchor):
    found = dates(rhythm, anchor, anchor + timedelta(800), is_working=weekdays)
    assert found == sorted(set(found))
    assert all(one >= anchor for one in found)
    assert not rhythm.max_times or len(found) <= rhythm.max_times


@given(rhythms, days, days)
def test_by_contact_it_is_never_before_the_contact(rhythm, start, contact):
    found = cadence.next_by_contact(rhythm, start, contact, 2, weekdays)
    assert found is None or found.date > max(start, contact)
