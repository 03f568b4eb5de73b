"""Birthdays: the day itself, another day agreed beforehand, and 29 February (SALON-BDAY-01)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from membership_engine import birthday

BORN = date(1990, 6, 20)


@pytest.mark.parametrize(
    ("day", "agreed", "granted"),
    [
        (date(2026, 6, 20), date(2026, 6, 20), True),
        (date(2026, 6, 19), date(2026, 6, 19), False),
        (date(2026, 6, 21), date(2026, 6, 21), False),
        (date(2026, 7, 4), date(2026, 6, 19), True),
        (date(2026, 7, 4), date(2026, 6, 20), False),
        (date(2026, 7, 4), date(2026, 7, 1), False),
        (date(2026, 6, 1), date(2026, 5, 20), True),
        (date(2027, 6, 1), date(2026, 12, 1), True),
    ],
)
def test_the_day_or_another_one_agreed_before_it(day, agreed, granted):
    assert birthday.is_granted(BORN, day, agreed) is granted


def test_the_twenty_ninth_of_february():
    born = date(2000, 2, 29)
    assert birthday.birthday_in(born, 2026) == date(2026, 2, 28)
    assert birthday.birthday_in(born, 2028) == date(2028, 2, 29)
    assert birthday.age_on(born, date(2026, 2, 27)) == 25
    assert birthday.age_on(born, date(2026, 2, 28)) == 26


@given(st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.integers(0, 9000))
def test_somebody_gets_older_on_birthdays_only(born, days):
    day = date(2001, 1, 1) + timedelta(days)
    before, after = birthday.age_on(born, day - timedelta(1)), birthday.age_on(born, day)
    is_birthday = day == birthday.birthday_in(born, day.year) and day > born
    assert after - before == (1 if is_birthday and day.year > born.year else 0)
