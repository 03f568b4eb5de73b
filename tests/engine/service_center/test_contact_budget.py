"""The budget of contacts of a customer: never exceeded by what may wait, in any so many days on end."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from service_center_engine.contact_budget import Rule, Wish, is_free, place

FIRST = date(2028, 2, 20)  # a leap year
days = st.integers(0, 40).map(lambda number: FIRST + timedelta(number))
rules = st.builds(Rule, st.integers(0, 3), st.integers(1, 10), st.integers(0, 5))
wishes = st.lists(st.tuples(days, st.integers(0, 20), st.booleans()), max_size=12).map(
    lambda rows: [
        Wish(str(number), day, day + timedelta(wait), fixed) for number, (day, wait, fixed) in enumerate(rows)
    ]
)


def day(number):
    return FIRST + timedelta(number)


def test_two_in_seven_days_and_the_third_on_the_eighth():
    rule = Rule(2, 7)
    booked = [day(0), day(0)]
    assert not is_free(booked, day(6), rule)
    assert is_free(booked, day(7), rule)
    assert is_free(booked, day(-7), rule)
    assert not is_free(booked, day(-6), rule)


def test_the_days_are_rolling_on_both_sides():
    rule = Rule(2, 7)
    assert not is_free([day(0), day(6)], day(3), rule)
    assert is_free([day(0), day(7)], day(7), rule)
    assert is_free([day(0), day(7)], day(0), rule)
    assert not is_free([day(0), day(6)], day(12), Rule(1, 7))
    assert is_free([day(0), day(6)], day(13), Rule(1, 7))


def test_rest_between_contacts():
    assert not is_free([day(0)], day(13), Rule(0, 1, 14))
    assert is_free([day(0)], day(14), Rule(0, 1, 14))
    assert not is_free([day(14)], day(1), Rule(0, 1, 14))


def test_what_may_wait_moves_until_its_latest_day():
    rule = Rule(1, 7)
    booked = [day(0)]
    assert place(booked, [Wish("a", day(2), day(7))], rule) == {"a": day(7)}
    assert place(booked, [Wish("a", day(2), day(6))], rule) == {"a": None}


def test_duties_stay_on_their_day_and_count():
    rule = Rule(1, 7)
    placed = place([day(0)], [Wish("a", day(1), day(30)), Wish("b", day(3), day(3), fixed=True)], rule)
    assert placed == {"a": day(10), "b": day(3)}


def test_no_limit():
    same = [Wish(str(number), day(0), day(0)) for number in range(9)]
    assert set(place([], same, Rule()).values()) == {day(0)}


@given(st.lists(days, max_size=12), wishes, rules)
def test_no_days_on_end_with_more_than_the_limit_hold_one_that_may_wait(booked, wanted, rule):
    placed = place(booked, wanted, rule)
    assert placed.keys() == {wish.key for wish in wanted}
    made = [*booked, *filter(None, placed.values())]
    for wish in wanted:
        found = placed[wish.key]
        if wish.fixed:
            assert found == wish.day
            continue
        if found is None:
            continue
        assert wish.day <= found <= wish.latest
        if rule.limit:
            for number in range(rule.days):
                first = found - timedelta(number)
                last = first + timedelta(rule.days - 1)
                assert sum(first <= one <= last for one in made) <= rule.limit
        others = list(made)
        others.remove(found)
        assert all(abs((one - found).days) >= rule.rest for one in others)


@given(st.lists(days, max_size=12), wishes, rules)
def test_the_first_free_day_is_taken(booked, wanted, rule):
    alone = [wish for wish in wanted if not wish.fixed][:1]
    for key, found in place(booked, alone, rule).items():
        until = found or alone[0].latest + timedelta(1)
        passed = [alone[0].day + timedelta(number) for number in range((until - alone[0].day).days)]
        assert not any(is_free(sorted(booked), one, rule) for one in passed), key
