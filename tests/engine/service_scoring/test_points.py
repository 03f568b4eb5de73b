"""What an entry costs or earns, and bands of a measure."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_scoring_engine.bands import Band, band_of
from service_scoring_engine.numbers import exact, rounded, total
from service_scoring_engine.points import Rule, Step, compute, step_of
from service_scoring_engine.problem import ScoreProblem

hundredths = st.integers(0, 10_000).map(lambda number: Decimal(number) / 100)


def points(rule, quantity=1, **kwargs):
    return compute(rule, quantity, **kwargs).points


@pytest.mark.parametrize(
    "rule, quantity, expected",
    [
        (Rule("deduction", points=0.5), 1, "-0.50"),  # CU-ETH-01
        (Rule("deduction", points=0.2), 3, "-0.60"),  # CU-ENV-02: 0.2 a place
        (Rule("deduction", points=0.3), 7, "-2.10"),  # CU-ENV-05
        (Rule("reward", points=100), 1, "100"),  # SA-RWD-01
        (Rule("deduction", points=0.01), 0.5, "-0.01"),  # half up, away from zero
        (Rule("text"), 4, "0"),
        (Rule("withhold"), 1, "0"),
    ],
)
def test_points_times_quantity(rule, quantity, expected):
    assert points(rule, quantity) == Decimal(expected)


def test_one_tenth_and_two_tenths():
    assert total([0.1, 0.2]) == Decimal("0.3")
    assert total([0.1] * 10) == 1
    assert exact(0.1 + 0.2) == Decimal("0.3")
    assert str(rounded(-0.001)) == "0.00"


def test_serious_harm_doubles_and_the_repetition_counts_too():
    rule = Rule("deduction", points=2)
    assert points(rule, factors=[2]) == -4  # CU-QUAL-01
    result = compute(rule, 3, factors=[2, 1.5])
    assert (result.points, result.points_each, result.factor) == (-18, 2, 3)


@pytest.mark.parametrize("given_points, expected", [(None, -1), (1, -1), (1.01, Decimal("-1.01")), (5, -5)])
def test_at_least(given_points, expected):
    assert points(Rule("deduction", "minimum", 1), points_each=given_points) == expected


@pytest.mark.parametrize(
    "given_points, expected", [(None, "-0.5"), (0.5, "-0.5"), (0.75, "-0.75"), (1, "-1")]
)
def test_from_to(given_points, expected):
    rule = Rule("deduction", "range", 0.5, 1)  # CU-PUB-07
    assert points(rule, points_each=given_points) == Decimal(expected)


@pytest.mark.parametrize(
    "rule, kwargs, code",
    [
        (Rule("deduction", points=1), {"points_each": 2}, "points_fixed"),
        (Rule("deduction", points=1), {"points_each": 0.99}, "points_fixed"),
        (Rule("deduction", "minimum", 1), {"points_each": 0.99}, "points_below"),
        (Rule("deduction", "range", 0.5, 1), {"points_each": 0.49}, "points_below"),
        (Rule("deduction", "range", 0.5, 1), {"points_each": 1.01}, "points_above"),
        (Rule("share"), {"share": 49.99}, "share_range"),
        (Rule("share"), {"share": 100.01}, "share_range"),
        (Rule("deduction", points=1), {"quantity": 0}, "quantity"),
        (Rule("text"), {"quantity": -1}, "quantity"),
    ],
)
def test_what_the_rule_does_not_allow(rule, kwargs, code):
    with pytest.raises(ScoreProblem, match=code):
        compute(rule, **{"quantity": 1, **kwargs})


@pytest.mark.parametrize("share, taken", [(None, 50), (50, 50), (80, 80), (100, 100)])
def test_a_share_of_the_score(share, taken):
    result = compute(Rule("share"), 1, share=share)  # CU-QUAL-03, Q-03
    assert (result.points, result.share) == (0, taken)


def test_steps_hold_from_their_time_on():
    steps = [Step(3, 4), Step(1), Step(2, 2)]
    assert [step_of(number, steps).factor for number in (1, 2, 3, 9)] == [1, 2, 4, 4]
    assert step_of(1, [Step(2)]) is None
    assert step_of(1, []) is None


@given(hundredths, st.integers(1, 200))
def test_points_add_up_exactly(each, quantity):
    rule = Rule("deduction", points=float(each))
    single = [float(points(rule)) for _number in range(quantity)]
    assert total(single) == points(rule, quantity) == -each * quantity


@pytest.mark.parametrize(
    "value, key",
    [
        (90.01, "full"),
        (90, "full"),
        (80, "full"),
        (79.99, "half"),
        (60, "half"),
        (59.99, "none"),
        (0, "none"),
    ],
)
def test_bands_of_satisfaction(value, key):
    bands = [Band("full", 80), Band("half", 60, 80), Band("none", 0, 60)]  # CB-PAY-01, Q-48
    assert band_of(value, bands) == key


def test_a_missing_measure_is_not_zero():
    assert band_of(None, [Band("all", 0)]) is None
    assert band_of(5, [Band("high", 6)]) is None
    assert band_of(5, []) is None
