from datetime import date, datetime, timedelta

import pytest
from service_center_engine import summary_periods as engine

TZ = "Asia/Shanghai"


def utc(*parts):
    """Naive UTC of a local time in Shanghai."""
    return datetime(*parts) - timedelta(hours=8)


def due(frequency, since, now, weekday=0, month_day=1, hour=8, tz=TZ):
    return [
        (period.first, period.last)
        for period in engine.due(frequency, weekday, month_day, hour, tz, since, now)
    ]


def test_daily_falls_due_at_its_hour():
    since = utc(2026, 3, 2, 9)
    assert due("daily", since, utc(2026, 3, 3, 7, 59)) == []
    assert due("daily", since, utc(2026, 3, 3, 8)) == [(date(2026, 3, 2), date(2026, 3, 2))]


def test_what_fell_due_at_the_plan_itself_is_not_sent():
    at = utc(2026, 3, 3, 8)
    assert due("daily", at, at) == []
    assert len(due("daily", at - timedelta(seconds=1), at)) == 1


def test_weekly_is_about_the_seven_days_before():
    since = utc(2026, 3, 1, 0)
    assert due("weekly", since, utc(2026, 3, 9, 8)) == [
        (date(2026, 2, 23), date(2026, 3, 1)),
        (date(2026, 3, 2), date(2026, 3, 8)),
    ]
    assert due("weekly", since, utc(2026, 3, 9, 7), weekday=2) == [(date(2026, 2, 25), date(2026, 3, 3))]


@pytest.mark.parametrize(("month_day", "at"), [(1, (2026, 3, 1)), (31, (2026, 3, 31))])
def test_monthly_is_about_the_month_before(month_day, at):
    february = (date(2026, 2, 1), date(2026, 2, 28))
    assert due("monthly", utc(2026, 3, 1, 0), utc(*at, 7), month_day=month_day) == []
    assert due("monthly", utc(2026, 3, 1, 0), utc(*at, 8), month_day=month_day) == [february]


def test_a_short_month_takes_its_last_day():
    january = (date(2026, 1, 1), date(2026, 1, 31))
    assert due("monthly", utc(2026, 2, 1, 0), utc(2026, 2, 28, 8), month_day=31) == [january]


def test_at_most_seven_are_caught_up():
    found = due("daily", utc(2026, 1, 1, 0), utc(2026, 3, 1, 12))
    assert len(found) == engine.MOST
    assert found[-1] == (date(2026, 2, 28), date(2026, 2, 28))


@pytest.mark.parametrize("tz", ["UTC", "America/New_York", "Pacific/Kiritimati", "Asia/Shanghai"])
def test_a_year_of_hourly_runs_gives_each_day_once(tz):
    now, since = datetime(2026, 1, 1), datetime(2026, 1, 1)
    keys = []
    while now < datetime(2027, 1, 1):
        keys += [period.key for period in engine.due("daily", 0, 1, 2, tz, since, now)]
        since, now = now, now + timedelta(hours=1)
    assert len(keys) == len(set(keys)) in (364, 365)
