from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_scoring_engine.inspection import people, score, shares
from service_scoring_engine.problem import ScoreProblem

persons = st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 9)), max_size=6)


@given(persons, st.integers(0, 20))
def test_what_is_shared_out_is_what_was_counted(named, more):
    count = sum(times for _who, times in named) + more
    if count:
        found = shares(count, named)
        assert sum(quantity for _who, quantity in found) == count
        assert len({who for who, _quantity in found}) == len(found)
        assert all(quantity > 0 for _who, quantity in found)
        for who in "abc":
            assert dict(found).get(who, 0) == sum(times for one, times in named if one == who)


def test_the_rest_is_the_units_alone():
    assert shares(3, [("wang", 2)]) == [("wang", 2), (None, 1)]
    assert shares(3, [("wang", 2), ("zhao", 1)]) == [("wang", 2), ("zhao", 1)]
    assert shares(0.5, []) == [(None, Decimal("0.5"))]


@pytest.mark.parametrize(
    ("count", "named", "code"),
    [
        (2, [("wang", 3)], "persons_exceed"),
        (2, [("wang", 1), ("zhao", 2)], "persons_exceed"),
        (0, [], "quantity"),
        (-1, [], "quantity"),
        (1, [("wang", 0)], "times"),
    ],
)
def test_what_cannot_be(count, named, code):
    with pytest.raises(ScoreProblem) as caught:
        shares(count, named)
    assert caught.value.code == code


def test_score():
    assert score(0, -1.3) == Decimal("98.7")
    assert score(100, -0.1 - 0.2, 0) == Decimal("99.7")
    assert score(50, -50, 0) == 0
    assert score(50, -50.01, 0) == 0
    assert score(50, -50.01) == Decimal("-0.01")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1001", [("1001", 1)]),
        ("1001、1002×2", [("1001", 1), ("1002", 2)]),
        ("1001，1001; K-7*3次 / 1003x12", [("1001", 2), ("K-7", 3), ("1003", 12)]),
        ("  ", []),
        (None, []),
        ("x2", [("x2", 1)]),
    ],
)
def test_whom_a_cell_names(text, expected):
    assert people(text) == expected
