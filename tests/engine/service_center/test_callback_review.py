"""Until when callbacks are reviewed, on both sides of every border."""

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_center_engine import callback_review as engine
from service_kernel_engine.working_time import Calendar, Opening, working_time

ZONE = "Asia/Shanghai"
SUNDAY = date(2026, 3, 15)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda one: one.replace(microsecond=0))
hours = st.integers(0, 95).map(lambda quarter: quarter / 4)


def utc(text, zone=ZONE):
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    return local.astimezone(timezone.utc).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("made", "due"),
    [
        ("2026-03-08 17:00:01", "2026-03-15 17:00"),
        ("2026-03-09 00:00:00", "2026-03-15 17:00"),
        ("2026-03-15 16:59:59", "2026-03-15 17:00"),
        ("2026-03-15 17:00:00", "2026-03-15 17:00"),
        ("2026-03-15 17:00:01", "2026-03-22 17:00"),
        ("2026-03-15 23:59:59", "2026-03-22 17:00"),
    ],
)
def test_the_sunday_of_the_week(made, due):
    assert engine.week_end(utc(made), 17.0, ZONE) == utc(due)


def test_summer_time():
    """The clocks of Berlin go forward on the Sunday morning: 17:00 stays 17:00."""
    made = utc("2026-03-28 12:00", "Europe/Berlin")
    assert engine.week_end(made, 17.0, "Europe/Berlin") == datetime(2026, 3, 29, 15)
    made = utc("2026-10-24 12:00", "Europe/Berlin")
    assert engine.week_end(made, 17.0, "Europe/Berlin") == datetime(2026, 10, 25, 16)


@given(made=moments, hour=hours, zone=st.sampled_from(["UTC", ZONE, "America/New_York", "Pacific/Auckland"]))
def test_a_sunday_within_a_week_and_never_before(made, hour, zone):
    due = engine.week_end(made, hour, zone)
    local = due.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone))
    assert made <= due <= made + timedelta(days=7, hours=2)
    assert local.weekday() == engine.SUNDAY
    assert engine.week_end(due, hour, zone) == due
    assert engine.week_end(due + timedelta(seconds=1), hour, zone) > due


CALENDAR = working_time(
    Calendar(
        ZONE,
        tuple(Opening(day, 9 * 3600, 17 * 3600, None) for day in range(5)),
        ((utc("2026-03-16 00:00"), utc("2026-03-17 00:00")),),  # Monday is a holiday
        (),
    )
)


@pytest.mark.parametrize(
    ("made", "amount", "unit", "due"),
    [
        ("2026-03-10 10:00", 1, "working_days", "2026-03-11 17:00"),
        ("2026-03-10 10:00", 2, "working_days", "2026-03-12 17:00"),
        ("2026-03-12 23:59:59", 1, "working_days", "2026-03-13 17:00"),
        ("2026-03-13 00:00", 1, "working_days", "2026-03-17 17:00"),
        ("2026-03-15 12:00", 1, "working_days", "2026-03-17 17:00"),
        ("2026-03-10 10:00", 1, "calendar_days", "2026-03-11 23:59:59"),
        ("2026-03-13 10:00", 3, "week_end", "2026-03-15 17:00"),
        ("2026-03-13 10:00", 0, "week_end", "2026-03-15 17:00"),
    ],
)
def test_review_due(made, amount, unit, due):
    assert engine.review_due(utc(made), amount, unit, 17.0, ZONE, CALENDAR.due) == utc(due)


def test_no_review():
    for unit in ("working_days", "calendar_days"):
        assert engine.review_due(utc("2026-03-10 10:00"), 0, unit, 17.0, ZONE, CALENDAR.due) is None


@pytest.mark.parametrize(("seconds", "late"), [(-1, False), (0, False), (1, True)])
def test_late_only_after_the_deadline(seconds, late):
    due = datetime.combine(SUNDAY, time(9))
    now = due + timedelta(seconds=seconds)
    for step in ("waiting", "sent_back"):
        assert engine.state(step, due, now) == ("late" if late else step)
        assert engine.state(step, None, now) == step
    for step in ("none", "ok"):
        assert engine.state(step, due, now) == step
