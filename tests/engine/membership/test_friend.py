from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from membership_engine import friend

DAY = date(2026, 6, 10)
CENTS = st.integers(0, 1_000_000)


def bought(amount, day=DAY, name="S1"):
    return friend.Purchase(day, amount, name)


@pytest.mark.parametrize(
    ("amount", "is_enough"), [(2999.99, False), (2999.996, True), (3000, True), (3000.01, True), (0, False)]
)
def test_one_purchase(amount, is_enough):
    assert friend.reaches(bought(amount), 3000) is is_enough


def test_no_purchase_reaches_nothing():
    assert not friend.reaches(friend.largest([]), 3000)


@given(st.lists(CENTS))
def test_two_halves_are_not_one_purchase(cents):
    purchases = [bought(amount / 100) for amount in cents]
    assert friend.reaches(friend.largest(purchases), 3000) == any(amount >= 300_000 for amount in cents)


def test_later_purchases_and_gifts_do_not_count():
    day, before, later = DAY, date(2026, 6, 9), date(2026, 6, 11)
    purchases = [
        bought(10, later),
        bought(20, day),
        bought(0, before),
        bought(-5, before),
        bought(30, before),
    ]
    assert friend.until(purchases, day) == [bought(20, day), bought(30, before)]


def test_repeated_means_two_days():
    assert friend.days_of([bought(1), bought(2, name="S2")]) == [DAY]
    assert friend.days_of([bought(1), bought(2, date(2026, 1, 1))]) == [date(2026, 1, 1), DAY]


def test_the_latest_of_equals():
    assert friend.largest([bought(5, name="S1"), bought(5, name="S2"), bought(4)]).name == "S2"
