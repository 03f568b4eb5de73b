"""The day on which a late entry counts."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from service_scoring_engine.open_period import first_open_day

APRIL = (date(2026, 4, 1), date(2026, 4, 30))
MAY = (date(2026, 5, 1), date(2026, 5, 31))
JULY = (date(2026, 7, 1), date(2026, 7, 31))


def test_an_open_period_keeps_its_day():
    assert first_open_day(date(2026, 3, 31), [APRIL, MAY]) == date(2026, 3, 31)
    assert first_open_day(date(2026, 6, 1), [APRIL, MAY]) == date(2026, 6, 1)


def test_a_closed_period_passes_it_on_to_the_next_open_one():
    assert first_open_day(date(2026, 4, 1), [APRIL]) == date(2026, 5, 1)
    assert first_open_day(date(2026, 4, 30), [MAY, APRIL]) == date(2026, 6, 1)
    assert first_open_day(date(2026, 4, 15), [APRIL, MAY, JULY]) == date(2026, 6, 1)


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 60))),
)
def test_the_day_is_open_and_no_open_day_is_passed_over(day, periods):
    closed = [(first, first + timedelta(days=length)) for first, length in periods]
    found = first_open_day(day, closed)
    assert found >= day
    assert not any(first <= found <= last for first, last in closed)
    passed = day
    while passed < found:
        assert any(first <= passed <= last for first, last in closed)
        passed += timedelta(days=1)
