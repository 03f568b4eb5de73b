"""Working time against a reference that walks the minutes, and a table of worked boundaries."""

import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_kernel_engine.problem import Problem
from service_kernel_engine.working_time import UNITS, Calendar, Opening, WorkingTime, working_time

sys.path.insert(0, str(Path(__file__).parent))
from working_time_reference import Reference, cases

SECOND = timedelta(seconds=1)
LONG = timedelta(days=2)
open_seconds = st.one_of(st.integers(0, 60 * 3600), st.integers(0, 240).map(lambda number: number * 900))


def hours(*spans):
    return [tuple(int(hour * 3600) for hour in span) for span in spans]


def shop(days=range(6), spans=((8.5, 12), (14, 18)), zone="Asia/Shanghai", **kwargs):
    openings = tuple(Opening(day, start, end) for day in days for start, end in hours(*spans))
    return Calendar(zone, openings, **kwargs)


def local(text, offset=8):
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M:%S") - timedelta(hours=offset)


# Against the reference


@given(cases(), open_seconds)
def test_hours_fall_due_where_the_minutes_say(case, seconds):
    calendar, first, start = case
    reference = Reference(calendar, first)
    assert WorkingTime(calendar).due(start, seconds / 3600, "working_hours") == reference.due_seconds(
        start, seconds
    )


@given(cases(), st.integers(0, 7 * 86_400))
def test_open_time_passes_as_the_minutes_say(case, length):
    calendar, first, start = case
    reference = Reference(calendar, first)
    end = start + SECOND * length
    expected = reference.elapsed_seconds(start, end)
    assert WorkingTime(calendar).open_seconds(start, end) == expected
    assert WorkingTime(calendar).elapsed(start, end, "working_hours") == expected / 3600
    assert WorkingTime(calendar).elapsed(end, start, "working_hours") == -expected / 3600


@given(cases(), st.integers(0, 6))
def test_days_fall_due_at_the_closings_of_the_reference(case, number):
    calendar, first, start = case
    reference = Reference(calendar, first)
    expected = reference.due_days(start, number)
    working = WorkingTime(calendar)
    assert working.due(start, number, "working_days") == expected
    if number:
        assert working.elapsed(start, expected, "working_days") == number
        assert working.elapsed(start, expected - SECOND, "working_days") == number - 1


@given(cases(), st.integers(0, 5))
def test_calendar_days_end_at_the_last_second_of_the_day(case, number):
    calendar, first, start = case
    reference = Reference(calendar, first)
    place = reference.inside(start)
    day = reference.walls[place].date() + timedelta(days=number)
    end = reference.minutes[reference.place(day + timedelta(days=1), 0)] - SECOND
    working = WorkingTime(calendar)
    assert working.due(start, number, "calendar_days") == end
    if reference.walls[place].date() != date(2011, 12, 29) and day != date(2011, 12, 30):
        assert working.elapsed(start, end, "calendar_days") == number
        assert working.elapsed(start, end - SECOND, "calendar_days") == max(number - 1, 0)


# T1


@given(cases(), st.integers(0, 60 * 3600))
def test_t1_elapsed_undoes_due(case, seconds):
    calendar, _first, start = case
    working = working_time(calendar)
    for unit, amount in (
        ("working_hours", seconds / 3600),
        ("clock_hours", seconds / 3600),
        ("clock_minutes", seconds / 60),
    ):
        assert working.elapsed(start, working.due(start, amount, unit), unit) == amount


@given(
    cases(),
    st.sampled_from(UNITS),
    st.integers(0, 40),
    st.integers(0, 3),
    st.integers(0, 3 * 86_400),
)
def test_t1_due_never_falls(case, unit, amount, more, later):
    calendar, _first, start = case
    working = working_time(calendar)
    due = working.due(start, amount, unit)
    assert due >= start
    assert working.due(start, amount + more, unit) >= due
    assert working.due(start + SECOND * later, amount, unit) >= due


@given(cases(), st.integers(0, 20 * 3600), st.integers(0, 5 * 86_400))
def test_a_limit_in_two_parts_is_the_same_limit(case, seconds, length):
    """What was used before a point in time and what is left after it meet the same deadline (T3)."""
    calendar, _first, start = case
    working = working_time(calendar)
    middle = start + SECOND * length
    used = working.open_seconds(start, middle)
    whole = working.due(start, (used + seconds + 1) / 3600, "working_hours")
    assert working.due(middle, (seconds + 1) / 3600, "working_hours") == whole


# T2


def never(**kwargs):
    return WorkingTime(Calendar("UTC", **kwargs))


@pytest.mark.parametrize("unit", ["working_hours", "working_days"])
@pytest.mark.parametrize("amount", [0, 1])
@pytest.mark.parametrize(
    ("working", "code"),
    [
        (never(), "no_open_time"),
        (never(openings=(Opening(0, 3600, 3600),)), "no_open_time"),
        (
            never(openings=(Opening(0, 0, 86_400),), leaves=((datetime(2000, 1, 1), datetime(2400, 1, 1)),)),
            None,
        ),
        (never(extra=((date(2020, 1, 1), 0, 3600),)), None),
    ],
)
def test_t2_no_open_time_is_an_error_and_not_a_loop(working, code, unit, amount):
    with pytest.raises(Problem) as error:
        working.due(datetime(2026, 3, 1), amount, unit)
    assert error.value.code == (code or "not_reached")
    assert working.elapsed(datetime(2026, 3, 1), datetime(2026, 4, 1), unit) == 0


@pytest.mark.parametrize(
    ("amount", "unit", "code"),
    [
        (10**7, "working_hours", "not_reached"),
        (10**6, "working_days", "not_reached"),
        (10**9, "calendar_days", "not_reached"),
        (10**12, "clock_hours", "not_reached"),
        (-1, "working_hours", "amount_negative"),
        (-1, "working_days", "amount_negative"),
        (1.5, "working_days", "days_not_whole"),
        (float("nan"), "clock_hours", "amount_unreadable"),
        (float("inf"), "calendar_days", "amount_unreadable"),
        (True, "calendar_days", "amount_unreadable"),
        (1, "weeks", "unit_unknown"),
    ],
)
def test_amounts_that_cannot_be(amount, unit, code):
    with pytest.raises(Problem) as error:
        WorkingTime(shop()).due(local("03-03 09:00:00"), amount, unit)
    assert error.value.code == code


def test_instants_and_zones_that_cannot_be():
    working = WorkingTime(shop())
    for unit in UNITS:
        with pytest.raises(Problem, match="date_out_of_range"):
            working.due(datetime(1, 1, 1), 1, unit)
    with pytest.raises(Problem, match="too_long"):
        working.elapsed(datetime(1950, 1, 1), datetime(2026, 1, 1), "working_hours")
    for zone in ("Asia/Nowhere", "", "../etc/passwd"):
        with pytest.raises(Problem, match="zone_unknown"):
            WorkingTime(Calendar(zone))


# T7, T10, T11


@given(
    cases(),
    st.booleans(),
    st.integers(0, 10**6),
    st.integers(1, 5),
)
def test_t7_round_the_clock_loses_no_second(case, twelve, seconds, days):
    """24/7 is clock time, also where an instant change of the clock is at midnight."""
    calendar, _first, start = case
    spans = ((0, 12), (12, 24)) if twelve else ((0, 24),)
    working = WorkingTime(shop(range(7), spans, calendar.zone))
    end = start + SECOND * seconds
    assert working.due(start, seconds / 3600, "working_hours") == end
    assert working.open_seconds(start, end) == seconds
    assert working.due(start, days, "working_days") == working.due(start, days, "calendar_days") + SECOND or (
        calendar.zone == "Pacific/Apia"  # a day that never was is a calendar day, but not a working day
    )


@given(cases(), st.sampled_from(UNITS), st.integers(0, 9), st.integers(-14 * 4, 14 * 4))
def test_t10_the_zone_in_which_an_instant_is_told_does_not_matter(case, unit, amount, quarters):
    calendar, _first, start = case
    working = working_time(calendar)
    told = start.replace(tzinfo=timezone.utc).astimezone(timezone(timedelta(minutes=15 * quarters)))
    due = working.due(start, amount, unit)
    assert working.due(told, amount, unit) == due
    assert due.tzinfo is None
    assert working.elapsed(told, due, unit) == working.elapsed(start, due, unit)


@given(cases(), st.integers(0, 50 * 3600))
def test_t11_outside_open_time_counts_from_the_next_opening(case, seconds):
    calendar, _first, start = case
    working = working_time(calendar)
    opening = working.due(start, 0, "working_hours")
    assert working.is_open(opening)
    assert working.open_seconds(start, opening) == 0
    assert (opening == start) == working.is_open(start)
    assert working.due(start, seconds / 3600, "working_hours") == working.due(
        opening, seconds / 3600, "working_hours"
    )


def test_the_same_data_is_the_same_object():
    assert working_time(shop()) is working_time(shop())
    assert working_time(shop()) is not working_time(shop(zone="UTC"))


def test_a_start_with_a_fraction_counts_from_the_whole_second():
    start = local("03-03 09:00:00") + timedelta(microseconds=999_999)
    assert working_time(shop()).due(start, 1, "working_hours") == local("03-03 10:00:00")


# Worked boundaries. 3 March 2026 is a Tuesday; the shop is open Monday to Saturday 08:30–12:00, 14:00–18:00

CLOSED = {"leaves": ((local("03-04 00:00:00"), local("03-05 00:00:00")),)}
MAKE_UP = {"extra": tuple((date(2026, 3, 8), *span) for span in hours((8.5, 12), (14, 18)))}
NIGHT = shop(range(5), ((22, 6),))
ALWAYS = shop(range(7), ((0, 24),))
TABLE = [
    # hours
    (shop(), "03-03 08:29:59", 1, "working_hours", "03-03 09:30:00"),
    (shop(), "03-03 08:30:00", 1, "working_hours", "03-03 09:30:00"),
    (shop(), "03-03 08:30:01", 1, "working_hours", "03-03 09:30:01"),
    (shop(), "03-03 08:30:00", 3.5, "working_hours", "03-03 12:00:00"),
    (shop(), "03-03 08:30:01", 3.5, "working_hours", "03-03 14:00:01"),
    (shop(), "03-03 11:00:00", 2, "working_hours", "03-03 15:00:00"),
    (shop(), "03-03 11:59:59", 0, "working_hours", "03-03 11:59:59"),
    (shop(), "03-03 12:00:00", 0, "working_hours", "03-03 14:00:00"),
    (shop(), "03-03 12:30:00", 4, "working_hours", "03-03 18:00:00"),
    (shop(), "03-03 17:59:59", 1, "working_hours", "03-04 09:29:59"),
    (shop(), "03-03 18:00:00", 1, "working_hours", "03-04 09:30:00"),
    (shop(), "03-03 16:00:00", 2, "working_hours", "03-03 18:00:00"),
    (shop(), "03-03 16:00:00", 24, "working_hours", "03-06 17:30:00"),
    (shop(), "03-07 17:00:00", 2, "working_hours", "03-09 09:30:00"),
    (shop(), "03-08 10:00:00", 2, "working_hours", "03-09 10:30:00"),
    (shop(**CLOSED), "03-03 16:00:00", 4, "working_hours", "03-05 10:30:00"),
    (shop(**CLOSED), "03-04 10:00:00", 1, "working_hours", "03-05 09:30:00"),
    (shop(**MAKE_UP), "03-07 17:00:00", 2, "working_hours", "03-08 09:30:00"),
    (NIGHT, "03-03 23:30:00", 1, "working_hours", "03-04 00:30:00"),
    (NIGHT, "03-03 22:00:00", 8, "working_hours", "03-04 06:00:00"),
    (NIGHT, "03-07 05:00:00", 2, "working_hours", "03-09 23:00:00"),
    (ALWAYS, "03-03 23:59:59", 48, "working_hours", "03-05 23:59:59"),
    # working days
    (shop(), "03-03 00:00:00", 1, "working_days", "03-04 18:00:00"),
    (shop(), "03-03 23:59:59", 1, "working_days", "03-04 18:00:00"),
    (shop(), "03-04 00:00:00", 1, "working_days", "03-05 18:00:00"),
    (shop(), "03-03 16:00:00", 3, "working_days", "03-06 18:00:00"),
    (shop(), "03-06 16:00:00", 2, "working_days", "03-09 18:00:00"),
    (shop(), "03-07 10:00:00", 1, "working_days", "03-09 18:00:00"),
    (shop(), "03-08 10:00:00", 1, "working_days", "03-09 18:00:00"),
    (shop(**CLOSED), "03-03 10:00:00", 1, "working_days", "03-05 18:00:00"),
    (shop(**MAKE_UP), "03-07 10:00:00", 1, "working_days", "03-08 18:00:00"),
    (shop(), "03-03 18:00:00", 0, "working_days", "03-03 18:00:00"),
    (shop(), "03-03 18:00:01", 0, "working_days", "03-04 18:00:00"),
    (NIGHT, "03-03 23:00:00", 1, "working_days", "03-05 06:00:00"),
    (NIGHT, "03-04 01:00:00", 1, "working_days", "03-06 06:00:00"),
    (NIGHT, "03-06 12:00:00", 1, "working_days", "03-10 06:00:00"),
    (ALWAYS, "03-03 10:00:00", 1, "working_days", "03-05 00:00:00"),
    (ALWAYS, "03-07 10:00:00", 2, "working_days", "03-10 00:00:00"),
    # clock and calendar
    (shop(), "03-03 17:50:00", 30, "clock_minutes", "03-03 18:20:00"),
    (shop(), "03-07 12:00:00", 48, "clock_hours", "03-09 12:00:00"),
    (shop(), "03-03 00:00:00", 0, "calendar_days", "03-03 23:59:59"),
    (shop(), "03-03 23:59:59", 0, "calendar_days", "03-03 23:59:59"),
    (shop(), "03-03 23:59:59", 7, "calendar_days", "03-10 23:59:59"),
    (shop(), "03-04 00:00:00", 7, "calendar_days", "03-11 23:59:59"),
    (shop(), "03-03 10:00:00", -3, "calendar_days", "02-28 23:59:59"),
]


@pytest.mark.parametrize(("calendar", "start", "amount", "unit", "due"), TABLE)
def test_worked_boundaries(calendar, start, amount, unit, due):
    assert working_time(calendar).due(local(start), amount, unit) == local(due)


@pytest.mark.parametrize(
    ("first", "amount", "due"),
    [("03-28 23:00:00", 4, "03-29 04:00:00"), ("10-24 23:00:00", 4, "10-25 02:00:00")],
)
def test_the_night_of_the_clock_change_in_berlin(first, amount, due):
    """In March 02:00–03:00 is skipped, in October it comes twice: a shift is an hour shorter or longer."""
    working = working_time(shop(range(7), ((22, 6),), "Europe/Berlin"))
    before, after = (1, 2) if first.startswith("03") else (2, 1)
    assert working.due(local(first, before), amount, "working_hours") == local(due, after)
    night = working.open_seconds(local(first, before), local(due[:6] + "06:00:00", after))
    assert night == (6 if before == 1 else 8) * 3600


def test_two_weeks_alternate_over_the_end_of_a_year():
    week = (date(2026, 12, 28).toordinal() - 1) // 7 % 2  # its Friday is New Year's Day
    working = working_time(Calendar("UTC", (Opening(4, 0, 3600, week), Opening(4, 7200, 10_800, 1 - week))))
    found = [working.due(datetime(2026, 12, 31), days, "working_days") for days in (1, 2, 3)]
    assert found == [datetime(2027, 1, 1, 1), datetime(2027, 1, 8, 3), datetime(2027, 1, 15, 1)]
