"""Several rules hit by one act (S1): what counts, and that all stays listed."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from service_scoring_engine.concurrence import ALL, CAPPED, HIGHEST, Entry, apply

points = st.integers(-1000, 1000).map(lambda cents: Decimal(cents) / 100)
caps = st.integers(0, 1000).map(lambda cents: Decimal(cents) / 100)
entries = st.lists(st.tuples(st.sampled_from("abc"), points), max_size=12).map(
    lambda rows: [Entry(number, act, value) for number, (act, value) in enumerate(rows, 1)]
)


def D(text):
    return Decimal(text)


def test_the_weightiest_rule_of_an_act_counts():
    found = apply([Entry(1, "a", D("-3")), Entry(2, "a", D("-5")), Entry(3, "b", D("-1"))], HIGHEST)
    assert found == {1: (0, "highest"), 2: (-5, "counted"), 3: (-1, "counted")}


def test_of_two_equally_weighty_rules_the_first_counts():
    found = apply([Entry(2, "a", D("-5")), Entry(1, "a", D("-5"))], HIGHEST)
    assert found == {1: (-5, "counted"), 2: (0, "highest")}


def test_a_cap_cuts_the_lightest_rules():
    rows = [Entry(1, "a", D("-0.2")), Entry(2, "a", D("-3")), Entry(3, "a", D("-2"))]
    assert apply(rows, CAPPED, D("5.2")) == {
        1: (D("-0.2"), "counted"),
        2: (-3, "counted"),
        3: (-2, "counted"),
    }
    assert apply(rows, CAPPED, D("5.1")) == {1: (D("-0.1"), "capped"), 2: (-3, "counted"), 3: (-2, "counted")}
    assert apply(rows, CAPPED, D("4")) == {1: (0, "capped"), 2: (-3, "counted"), 3: (-1, "capped")}


def test_deductions_and_rewards_of_an_act_are_weighed_apart():
    found = apply([Entry(1, "a", D("-3")), Entry(2, "a", D("2")), Entry(3, "a", D("1"))], HIGHEST)
    assert found == {1: (-3, "counted"), 2: (2, "counted"), 3: (0, "highest")}


def test_what_was_taken_back_hides_nothing():
    rows = [Entry(1, "a", D("-5")), Entry(2, "a", D("-3")), Entry(3, "a", D("5"), reverses=1)]
    assert apply(rows, HIGHEST) == {1: (0, "reversed"), 2: (-3, "counted"), 3: (0, "reversed")}


def test_what_takes_back_an_entry_of_an_earlier_period_counts_for_itself():
    rows = [Entry(7, "a", D("5"), reverses=1), Entry(8, "a", D("6"))]
    assert apply(rows, HIGHEST) == {7: (5, "counted"), 8: (6, "counted")}


@given(entries, st.sampled_from([ALL, HIGHEST, CAPPED]), caps)
def test_every_entry_stays_listed_and_nothing_counts_for_more_or_the_other_sign(rows, mode, cap):
    found = apply(rows, mode, cap)
    assert found.keys() == {entry.id for entry in rows}
    for entry in rows:
        counted, reason = found[entry.id]
        assert abs(counted) <= abs(entry.points)
        assert counted == 0 or (counted > 0) == (entry.points > 0)
        assert (counted == entry.points) or reason in ("highest", "capped")


@given(entries, caps)
def test_an_act_costs_exactly_its_sum_or_its_cap(rows, cap):
    found = apply(rows, CAPPED, cap)
    for act in "abc":
        mine = [entry for entry in rows if entry.act == act and entry.points < 0]
        assert -sum(found[entry.id][0] for entry in mine) == min(-sum(entry.points for entry in mine), cap)


@given(entries)
def test_the_highest_is_the_largest_of_its_act(rows):
    found = apply(rows, HIGHEST)
    for act in "abc":
        lost = [entry.points for entry in rows if entry.act == act and entry.points < 0]
        assert sum(found[entry.id][0] for entry in rows if entry.act == act and entry.points < 0) == min(
            lost, default=0
        )
