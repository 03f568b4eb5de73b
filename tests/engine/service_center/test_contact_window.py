"""When customers like to be contacted, in their time, and when it is tried again."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from service_center_engine.contact_window import (
    HORIZON,
    PAUSE,
    STANDARD,
    day_start,
    first_window,
    instant,
    local,
    next_try,
    offer,
    windows_of_day,
    zone_of,
)
from service_center_engine.visit_plan import Window

SHANGHAI, BERLIN, UTC = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")
FRIDAY = date(2026, 3, 6)
zones = st.sampled_from(
    [SHANGHAI, BERLIN, UTC, *map(ZoneInfo, ("America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"))]
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda at: at.replace(microsecond=0))
spans = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda span: span[0] < span[1])
windows = st.lists(
    st.builds(lambda weekday, span: Window(weekday, *span), st.none() | st.integers(0, 6), spans), max_size=3
).map(tuple)


def at(text, zone=SHANGHAI):
    return instant(datetime.fromisoformat(text), zone)


def day_of(day, zone=SHANGHAI):
    return day_start(day, zone), day_start(day + timedelta(1), zone) - timedelta(seconds=1)


def shown(span, zone=SHANGHAI):
    return span and tuple(local(one, zone).isoformat(" ", "minutes") for one in span)


def test_windows_of_a_day_in_the_customers_time():
    assert windows_of_day(STANDARD, FRIDAY, SHANGHAI) == [
        (datetime(2026, 3, 6, 2), datetime(2026, 3, 6, 3, 30)),
        (datetime(2026, 3, 6, 7, 30), datetime(2026, 3, 6, 9)),
    ]
    assert windows_of_day((Window(5, 600, 660),), FRIDAY, SHANGHAI) == []
    assert windows_of_day((), FRIDAY, SHANGHAI) == []


@pytest.mark.parametrize(
    ("span", "utc"),
    [
        ((60, 120), (0, 1)),  # ends as the clock is changed
        ((120, 180), None),  # is skipped
        ((150, 210), (1, 1.5)),  # begins with the change
        ((180, 240), (1, 2)),
    ],
)
def test_the_hour_that_is_skipped(span, utc):
    day = date(2026, 3, 29)
    found = windows_of_day((Window(None, *span),), day, BERLIN)
    midnight = datetime(2026, 3, 29)
    assert found == ([] if utc is None else [tuple(midnight + timedelta(hours=one) for one in utc)])


def test_the_hour_that_comes_twice():
    day = date(2026, 10, 25)
    midnight = datetime(2026, 10, 25)
    (found,) = windows_of_day((Window(None, 150, 240),), day, BERLIN)
    assert found == (midnight + timedelta(hours=1.5), midnight + timedelta(hours=3))
    (found,) = windows_of_day((Window(None, 135, 165),), day, BERLIN)
    assert found == (midnight + timedelta(hours=0.25), midnight + timedelta(hours=0.75))


def test_a_zone_that_does_not_exist():
    assert zone_of("Mars/Phobos") is None
    assert zone_of("../../etc/passwd") is None
    assert zone_of("") is None
    assert zone_of("Asia/Shanghai") == SHANGHAI


def test_offered_on_the_day_in_the_first_window():
    start, end = day_of(FRIDAY)
    early = at("2026-03-01 08:00")
    assert shown(offer(STANDARD, start, end, early, SHANGHAI, False)) == (
        "2026-03-06 10:00",
        "2026-03-06 11:30",
    )


@pytest.mark.parametrize(
    ("now", "same_day", "expected"),
    [
        ("2026-03-06 11:29", False, ("2026-03-06 11:29", "2026-03-06 11:30")),
        ("2026-03-06 11:30", False, ("2026-03-06 15:30", "2026-03-06 17:00")),
        ("2026-03-06 17:00", False, ("2026-03-07 10:00", "2026-03-07 11:30")),
        ("2026-03-06 16:59", True, ("2026-03-06 16:59", "2026-03-06 17:00")),
        ("2026-03-06 17:00", True, ("2026-03-06 17:00", "2026-03-06 23:59")),
        ("2026-03-06 23:59", True, ("2026-03-06 23:59", "2026-03-06 23:59")),
        ("2026-03-07 00:00", True, None),
    ],
)
def test_a_duty_of_the_day_is_never_moved_to_another_day(now, same_day, expected):
    start, end = day_of(FRIDAY)
    assert shown(offer(STANDARD, start, end, at(now), SHANGHAI, same_day)) == expected


def test_a_duty_of_the_day_on_a_day_without_window():
    start, end = day_of(FRIDAY)
    saturdays = (Window(5, 600, 690),)
    assert shown(offer(saturdays, start, end, start, SHANGHAI, True)) == (
        "2026-03-06 00:00",
        "2026-03-06 23:59",
    )
    assert shown(offer(saturdays, start, end, start, SHANGHAI, False)) == (
        "2026-03-07 10:00",
        "2026-03-07 11:30",
    )


def test_no_window_at_all_is_any_time():
    start, end = day_of(FRIDAY)
    assert offer((), start, end, start, SHANGHAI, False) is None


@given(windows, moments, zones)
def test_offered_hours_are_those_of_the_customers_clock(some, now, zone):
    found = first_window(some, now, zone)
    if found is None:
        return
    start, stop = found
    assert now <= start < stop
    for one in (start, stop - timedelta(seconds=1)):
        wall = local(one, zone)
        minute = wall.hour * 60 + wall.minute
        assert any(
            window.weekday in (None, wall.weekday()) and window.start <= minute < window.stop
            for window in some
        )


@given(windows, st.dates(date(2026, 1, 1), date(2026, 12, 30)), moments, zones, zones)
def test_same_day_holds_for_any_windows_and_zones(some, day, now, customer, company):
    start, end = day_of(day, company)
    found = offer(some, start, end, now, customer, True)
    if max(now, start) > end:
        assert found is None
    else:
        assert max(start, now) <= found[0] <= found[1] <= end


def tried(*texts):
    return [at(text) for text in texts]


def test_next_try_at_another_time_of_another_weekday():
    now = at("2026-03-05 10:05")
    found = next_try([now], now, STANDARD, SHANGHAI, now + timedelta(10))
    assert shown([found]) == ("2026-03-06 15:30",)
    tries = tried("2026-03-05 10:05", "2026-03-06 15:30")
    found = next_try(tries, tries[-1], STANDARD, SHANGHAI, now + timedelta(10))
    assert shown([found]) == ("2026-03-07 11:00",)


def test_next_try_where_only_the_weekday_or_only_the_time_can_change():
    mornings = (Window(None, 600, 660),)
    now = at("2026-03-05 10:00")
    assert shown([next_try([now], now, mornings, SHANGHAI, now + timedelta(10))]) == ("2026-03-06 10:00",)
    thursdays = (Window(3, 600, 690), Window(3, 930, 1020))
    assert shown([next_try([now], now, thursdays, SHANGHAI, now + timedelta(10))]) == ("2026-03-05 15:30",)


def test_next_try_on_days_on_which_somebody_works():
    now = at("2026-03-06 10:05")
    found = next_try(
        [now], now, STANDARD, SHANGHAI, now + timedelta(10), is_open=lambda day: day.weekday() < 5
    )
    assert shown([found]) == ("2026-03-09 15:30",)


def test_next_try_not_past_what_makes_sense():
    now = at("2026-03-05 16:30")
    assert next_try([now], now, STANDARD, SHANGHAI, at("2026-03-06 09:59")) is None
    assert next_try([now], now, STANDARD, SHANGHAI, at("2026-03-06 10:00")) == at("2026-03-06 10:00")


def test_hours_promised_to_others_are_left_out_while_there_are_others():
    now, until = at("2026-03-05 10:10"), at("2026-03-07 00:00")
    evenings = (Window(4, 18 * 60, 19 * 60),)
    first, second = at("2026-03-06 18:00"), at("2026-03-06 18:30")
    for taken, expected in (
        ((), first),
        ((first,), second),
        ((at("2026-03-06 17:31"),), second),  # half an hour on both sides of the promise
        ((at("2026-03-06 17:30"),), first),
        ((at("2026-03-06 18:30"),), first),
        ((first, second), first),
    ):
        assert next_try([now], now, evenings, SHANGHAI, until, taken=taken) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-06 10:05", "2026-03-06 15:30"),
        ("2026-03-06 16:30", "2026-03-06 17:30"),
        ("2026-03-06 19:59", "2026-03-06 20:59"),
        ("2026-03-06 20:00", None),
    ],
)
def test_next_try_of_a_duty_of_the_day(now, expected):
    _start, end = day_of(FRIDAY)
    found = next_try([at(now)], at(now), STANDARD, SHANGHAI, end, same_day=True)
    assert shown(found and [found]) == (expected and (expected,))


@given(st.lists(moments, min_size=1, max_size=4), moments, windows, zones, st.integers(0, 20))
def test_next_try_is_later_and_in_a_window(tries, now, some, zone, wait):
    assume(now >= max(tries))
    until = now + timedelta(wait)
    found = next_try(tries, now, some, zone, until)
    if found is None:
        return
    assert now + PAUSE <= found <= until
    assert (found - now).days <= HORIZON + 1
    wall = local(found, zone)
    minute = wall.hour * 60 + wall.minute
    assert any(
        window.weekday in (None, wall.weekday()) and window.start <= minute < window.stop
        for window in some or STANDARD
    )
    if not some:
        failed = {local(one, zone).weekday() for one in tries}
        if wait >= 8 and len(failed) < 7:
            assert wall.weekday() not in failed
