from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_scoring_engine import target as engine

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
AMOUNTS = st.decimals(0, 10_000_000, places=2)
EDGES = st.none() | st.integers(0, 30)
#: ASC-SR-04, ASC-SR-05, ASC-SP-06 as Q-42 reads them
YEAR = [
    engine.Band("demerit", ("rule", "SP-06"), True, None, 80),
    engine.Band("merit", ("rule", "SR-04"), True, 100),
    engine.Band("more", ("rule", "SR-05"), True, 120, 150),
    engine.Band("most", ("rule", "SR-05+"), True, 150),
]


@st.composite
def bands(draw):
    start, below = draw(EDGES), draw(EDGES)
    if start is not None and below is not None and below <= start:
        below = start + 1
    return engine.Band(draw(st.integers(0, 99)), draw(st.sampled_from("ab")), False, start, below)


@pytest.mark.parametrize(
    ("day", "kind", "expected"),
    [
        (date(2026, 1, 1), "week", (date(2025, 12, 29), date(2026, 1, 4))),
        (date(2028, 2, 29), "month", (date(2028, 2, 1), date(2028, 2, 29))),
        (date(2026, 6, 30), "quarter", (date(2026, 4, 1), date(2026, 6, 30))),
        (date(2026, 7, 1), "half", (date(2026, 7, 1), date(2026, 12, 31))),
        (date(2026, 7, 1), "year", (date(2026, 1, 1), date(2026, 12, 31))),
    ],
)
def test_period_of(day, kind, expected):
    assert engine.period_of(day, kind) == expected


@given(DAYS, st.sampled_from(["week", "month", "quarter", "half", "year"]))
def test_periods_follow_on_each_other(day, kind):
    first, last = engine.period_of(day, kind)
    assert first <= day <= last
    assert engine.period_of(first, kind) == engine.period_of(last, kind) == (first, last)
    assert engine.period_of(first - timedelta(1), kind)[1] == first - timedelta(1)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", ["demerit"]),
        ("79.99", ["demerit"]),
        ("80", []),
        ("99.99", []),
        ("100", ["merit"]),
        ("119.99", ["merit"]),
        ("120", ["merit", "more"]),
        ("149.99", ["merit", "more"]),
        ("150", ["merit", "most"]),
        ("1000", ["merit", "most"]),
    ],
)
def test_bands_of_a_yearly_target(value, expected):
    """ASC-SR-04, SR-05, SP-06: the merit for more comes on top, and 50 % belongs to the higher (Q-42)."""
    assert engine.reached(Decimal(value) * 100, 10000, YEAR) == expected


def test_what_is_not_known_reaches_nothing():
    every = [engine.Band("all", "x", False), *YEAR]
    assert engine.reached(None, 100, every) == []
    assert engine.reached(0, 100, every) == ["all", "demerit"]
    # no target is set: shares say nothing
    assert engine.reached(0, 0, every) == ["all"]
    assert engine.share_of(None, 100) is engine.share_of(5, 0) is None


def test_a_share_is_not_rounded():
    assert engine.reached(Decimal("35.99"), 30, YEAR) == ["merit"]
    assert engine.reached(36, 30, YEAR) == ["merit", "more"]
    # a third of 2.25 and 0.75, which a float of the share would miss
    assert engine.reached(0.1 + 0.2, 0.3, YEAR) == ["merit"]


@pytest.mark.parametrize(
    ("value", "target", "rate", "is_above", "expected"),
    [
        # HOTEL-TGT-01, Q-18: exactly 100,000 meets and earns nothing; rate 0 until set
        ("99999.99", 100000, 2, True, "0"),
        ("100000", 100000, 2, True, "0"),
        ("100000.01", 100000, 2, True, "0"),
        ("100050", 100000, 2, True, "1"),
        ("250000", 100000, 0, True, "0"),
        # HOTEL-TGT-02: 3 % of membership sales
        ("0", 0, 3, False, "0"),
        ("0.16", 0, 3, False, "0"),
        ("0.17", 0, 3, False, "0.01"),
        ("16800", 0, 3, False, "504"),
        # more was given back than sold
        ("-500", 0, 3, False, "0"),
    ],
)
def test_commission(value, target, rate, is_above, expected):
    assert engine.commission(Decimal(value), target, rate, is_above) == Decimal(expected)


def test_commission_of_what_is_not_known():
    assert engine.commission(None, 0, 3, False) == 0


@given(AMOUNTS, AMOUNTS, st.integers(0, 100))
def test_commission_is_its_share_of_what_is_above(value, target, rate):
    above = max(Fraction(value) - Fraction(target), 0) * rate / 100
    assert abs(Fraction(engine.commission(value, target, rate, True)) - above) <= Fraction(1, 200)
    assert engine.commission(value, 0, rate, True) == engine.commission(value, target, rate, False)


@given(AMOUNTS, st.integers(1, 366), st.integers(1, 366))
def test_proportion(target, days, whole):
    days = min(days, whole)
    part = engine.in_proportion(target, days, whole)
    assert abs(Fraction(part) - Fraction(target) * days / whole) <= Fraction(1, 200)
    assert engine.in_proportion(target, whole, whole) == target


@given(st.lists(bands(), max_size=5))
def test_without_overlap_at_most_one_band_of_an_outcome_holds(found):
    numbers = [Decimal(number) / 2 for number in range(-2, 64)]
    doubled = any(
        len([band for band in found if band.outcome == outcome and engine.reached(number, 0, [band])]) > 1
        for number in numbers
        for outcome in "ab"
    )
    assert doubled == (engine.overlapping(found) is not None)


def test_value_and_share_of_one_outcome_do_not_mix():
    one, other = engine.Band(1, "grade", True, 0, 10), engine.Band(2, "grade", False, 500)
    assert engine.overlapping([one, other]) == (one, other)
    assert engine.overlapping([one, other._replace(outcome="commission")]) is None


@pytest.mark.parametrize(("heads", "goal"), [(0, 0), (1, 2), (17, 34)])
def test_so_much_for_each_head(heads, goal):
    """SYC-FRD-03."""
    assert engine.per_head(2, heads) == goal
