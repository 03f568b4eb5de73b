"""What speaks against a planned visit, on both sides of every border."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from service_center_engine.visit_plan import Conditions, Visit, Window, is_weekend, meets, warnings

FRIDAY = datetime(2026, 3, 6)
NOON = Window(None, 12 * 60, 14 * 60)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 31))
lengths = st.timedeltas(timedelta(0), timedelta(days=3))


def visit(start, end, name="SVO/1", day=FRIDAY):
    return Visit(name, day + timedelta(hours=start), day + timedelta(hours=end))


def codes(one, **conditions):
    return [code for code, _params in warnings(one, Conditions(**conditions))]


def test_nothing_speaks_against_it():
    assert codes(visit(9, 11)) == []


def test_jobs_at_the_same_time():
    others = (visit(11, 12, "SVO/2"), visit(8, 10, "SVO/3"))
    assert warnings(visit(9, 11), Conditions(others=others)) == [("overlap", {"orders": ["SVO/3"]})]
    assert codes(visit(10, 11), others=others) == []


def test_rest_between_jobs_to_the_minute():
    others = (visit(6, 8, "SVO/2"),)
    rest = timedelta(hours=1)
    assert codes(visit(9, 10), others=others, rest=rest) == []
    assert codes(visit(8.99, 10), others=others, rest=rest) == ["rest"]
    assert codes(visit(4, 5), others=others, rest=rest) == []
    assert codes(visit(4, 5.01), others=others, rest=rest) == ["rest"]
    assert codes(visit(7, 9), others=others, rest=rest) == ["overlap"]


def test_technician_on_leave_on_the_day():
    away = ((FRIDAY + timedelta(hours=11), FRIDAY + timedelta(hours=17)),)
    assert codes(visit(9, 11), away=away) == ["leave"]
    assert codes(visit(9, 10.99), away=away) == []
    assert codes(visit(17.01, 18), away=away) == []


def test_meal_and_rest_times_of_the_customer():
    assert codes(visit(11, 12), quiet=(NOON,)) == []
    assert codes(visit(11, 12.01), quiet=(NOON,)) == ["quiet"]
    assert codes(visit(14, 15), quiet=(NOON,)) == []
    assert codes(visit(13.99, 15), quiet=(NOON,)) == ["quiet"]
    assert codes(visit(12.5, 13), quiet=(Window(5, 0, 1440),)) == []
    assert codes(visit(12.5, 13), quiet=(Window(4, 0, 1440),)) == ["quiet"]


def test_hours_in_which_visits_are_welcome():
    welcome = (Window(4, 9 * 60, 11 * 60), Window(5, 0, 1440))
    assert codes(visit(9, 11), welcome=welcome) == []
    assert codes(visit(8.99, 11), welcome=welcome) == ["not_welcome"]
    assert codes(visit(9, 11.01), welcome=welcome) == ["not_welcome"]


def test_weekends_only():
    assert codes(visit(23, 24), weekend_only=True) == ["weekday"]
    assert codes(visit(24, 48), weekend_only=True) == []
    assert codes(visit(71, 72), weekend_only=True) == []
    assert codes(visit(71, 72.01), weekend_only=True) == ["weekday"]
    assert codes(visit(9, 10), weekend_only=True, asked_in_writing=True) == []
    assert codes(visit(9, 10), weekend_only=False) == []


def test_outside_the_working_hours_of_the_queue():
    assert codes(visit(9, 11), in_hours=False) == ["closed"]
    assert codes(visit(9, 11), in_hours=False, is_emergency=True) == []


def test_emergencies_wait_for_nobody_s_meal_but_need_the_technician():
    away = ((FRIDAY, FRIDAY + timedelta(days=1)),)
    conditions = {"weekend_only": True, "quiet": (NOON,), "welcome": (Window(0, 0, 60),)}
    assert codes(visit(12, 13), is_emergency=True, **conditions) == []
    assert codes(visit(12, 13), is_emergency=True, away=away, **conditions) == ["leave"]


@given(moments, lengths, moments, lengths)
def test_overlap_is_mutual(start, length, other_start, other_length):
    one, other = Visit("1", start, start + length), Visit("2", other_start, other_start + other_length)
    assert meets(one, other) == meets(other, one)
    assert ("overlap" in codes(one, others=(other,))) == ("overlap" in codes(other, others=(one,)))


@given(moments, lengths)
def test_a_visit_of_the_weekend_begins_and_ends_there(start, length):
    one = Visit("1", start, start + length)
    if is_weekend(one):
        assert one.start.weekday() >= 5
        assert not length or (one.end - timedelta(microseconds=1)).weekday() >= 5
        assert length <= timedelta(days=2)
