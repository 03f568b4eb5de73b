"""Fines from brackets: HOTEL-FINE-01 and SA-FINE-01 with the catalogue's numbers, and what always holds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_scoring_engine.fine import MARGINAL, WHOLE, Bracket, check_brackets, fine
from service_scoring_engine.problem import ScoreProblem

HOTEL = [Bracket(0, 20, 10, WHOLE), Bracket(20, None, 20, WHOLE)]
ADVISER = [Bracket(0, None, 1)]
STEPPED = [Bracket(0, 10, 1), Bracket(10, 20, 2.5), Bracket(20, None, 4)]

hundredths = st.integers(0, 100_000).map(lambda number: Decimal(number) / 100)
amounts = st.integers(0, 10_000).map(lambda number: Decimal(number) / 100)


@st.composite
def bracket_sets(draw, modes=(WHOLE, MARGINAL)):
    """Complete sets of 1 to 6 brackets."""
    ends = sorted(draw(st.sets(hundredths.filter(bool), max_size=5)))
    starts = [Decimal(0), *ends]
    return [
        Bracket(start, end, draw(amounts), draw(st.sampled_from(modes)))
        for start, end in zip(starts, [*ends, None], strict=True)
    ]


@pytest.mark.parametrize(
    "points, amount",
    [
        (0, "0"),
        (0.01, "0.10"),
        (1, "10"),
        (19.99, "199.90"),
        (20, "200"),
        (20.01, "400.20"),
        (21, "420"),
        (50, "1000"),
        (0.1 + 0.2, "3"),
        (-3, "0"),
    ],
)
def test_hotel_fine_01(points, amount):
    assert fine(points, HOTEL) == Decimal(amount)


@pytest.mark.parametrize("points, amount", [(30, "30"), (10, "10"), (0.005, "0.01"), (0.004, "0")])
def test_a_point_of_the_service_adviser_is_a_yuan(points, amount):
    assert fine(points, ADVISER) == Decimal(amount)


@pytest.mark.parametrize(
    "points, amount",
    [(10, "10"), (10.01, "10.03"), (20, "35"), (20.01, "35.04"), (30, "75")],
)
def test_marginal_brackets_leave_the_points_below_as_they_are(points, amount):
    assert fine(points, STEPPED) == Decimal(amount)


def test_marginal_above_whole_counts_the_points_below_as_their_bracket_does():
    assert fine(25, [Bracket(0, 20, 10, WHOLE), Bracket(20, None, 20, MARGINAL)]) == 300


def test_the_order_of_brackets_does_not_matter():
    assert fine(21, HOTEL[::-1]) == 420
    assert check_brackets(HOTEL[::-1]) == []


def test_no_brackets_are_no_fine():
    assert fine(100, []) == 0
    assert check_brackets([]) == []


def test_rounding_is_half_up_at_the_last_step():
    assert fine(Decimal("0.5"), [Bracket(0, None, 0.01)]) == Decimal("0.01")
    assert fine(Decimal("0.49"), [Bracket(0, None, 0.01)]) == 0
    halves = [Bracket(0, 0.5, 0.01), Bracket(0.5, None, 0.01)]
    assert fine(1, halves) == Decimal("0.01")  # and not two rounded halves


@pytest.mark.parametrize(
    "brackets, problems",
    [
        ([Bracket(5, None, 1)], [("start", 0, 5)]),
        ([Bracket(0, 20, 1), Bracket(20.01, None, 1)], [("gap", 20, Decimal("20.01"))]),
        ([Bracket(0, 20, 1), Bracket(25, None, 1)], [("gap", 20, 25)]),
        ([Bracket(0, 20, 1), Bracket(19.99, None, 1)], [("overlap", Decimal("19.99"), 20)]),
        ([Bracket(0, 30, 1), Bracket(10, 20, 1), Bracket(30, None, 1)], [("overlap", 10, 20)]),
        ([Bracket(0, None, 1), Bracket(20, None, 1)], [("overlap", 20, None)]),
        ([Bracket(0, None, 1), Bracket(20, 30, 1)], [("overlap", 20, 30)]),
        ([Bracket(0, 20, 1)], [("top", 20, None)]),
        ([Bracket(0, 20, 1), Bracket(20, 30, 1)], [("top", 30, None)]),
    ],
)
def test_gaps_and_overlaps_are_told(brackets, problems):
    found = check_brackets(brackets)
    assert [(code, params["points_from"], params["points_to"]) for code, params in found] == problems


def test_brackets_without_an_end_are_left_alone_while_typing():
    assert check_brackets([Bracket(0, 20, 1)], whole=False) == []
    assert check_brackets([Bracket(5, 20, 1)], whole=False) != []


def test_points_without_a_bracket_are_no_guess():
    with pytest.raises(ScoreProblem, match="no_bracket"):
        fine(21, [Bracket(0, 20, 1)])


@given(bracket_sets(), hundredths)
def test_every_number_of_points_has_a_fine_to_the_cent(brackets, points):
    assert check_brackets(brackets) == []
    amount = fine(points, brackets)
    assert amount >= 0
    assert amount == amount.quantize(Decimal("0.01"))


@given(bracket_sets(modes=[MARGINAL]), hundredths, hundredths)
def test_marginal_fines_never_fall_and_never_jump(brackets, points, more):
    first, second = fine(points, brackets), fine(points + more, brackets)
    highest = max(bracket.amount for bracket in brackets)
    assert first <= second <= first + more * highest + Decimal("0.01")


@given(bracket_sets(modes=[WHOLE]), hundredths.filter(bool))
def test_a_whole_fine_is_points_times_the_amount_of_one_bracket(brackets, points):
    (bracket,) = [
        one
        for one in brackets
        if one.points_from < points and (one.points_to is None or points <= one.points_to)
    ]
    assert abs(fine(points, brackets) - points * bracket.amount) <= Decimal("0.005")


@given(bracket_sets(), hundredths)
def test_floats_and_decimals_give_the_same_fine(brackets, points):
    floats = [
        Bracket(
            float(one.points_from),
            None if one.points_to is None else float(one.points_to),
            float(one.amount),
            one.mode,
        )
        for one in brackets
    ]
    assert fine(float(points), floats) == fine(points, brackets)


@given(bracket_sets(), st.data())
def test_a_bracket_taken_out_or_stretched_is_noticed(brackets, data):
    number = data.draw(st.integers(0, len(brackets) - 1))
    without = brackets[:number] + brackets[number + 1 :]
    assert not without or check_brackets(without)
    one = brackets[number]
    if one.points_to is not None:
        longer = Bracket(one.points_from, one.points_to + Decimal("0.01"), one.amount, one.mode)
        found = check_brackets([*without, longer])
        assert "overlap" in [code for code, _params in found]
