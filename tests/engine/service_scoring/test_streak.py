"""Streaks: what holds over several periods."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_scoring_engine.streak import Hit, Spec, bounds_of, judge, number_of

JANUARY = 2026 * 12


def months(*values, start=JANUARY):
    """{number: value}; None is unknown."""
    return {start + place: Decimal(value) for place, value in enumerate(values) if value is not None}


def ends(spec, known, **how):
    return [hit.last - JANUARY + 1 for hit in judge(spec, known, **how)]


def spec(mode, periods, comparison, threshold, restart=False, kind="month"):
    return Spec(mode, periods, comparison, Decimal(threshold), restart, kind)


MORE_THAN_50 = spec("sliding_sum", 3, "gt", 50)
CLEAN = spec("consecutive", 3, "le", 0, restart=True)


@pytest.mark.parametrize(
    ("values", "hits"),
    [
        ((20, 20, 10), []),  # exactly 50 does not
        ((20, 20, "10.01"), [3]),
        ((51,), [1]),  # what is known suffices
        ((None, None, 51), [3]),
        ((20, None, None, 31), []),  # four months apart
        ((20, 20, 11, 20, 20, 20), [3]),  # one run
        ((51, 0, 0, 0, 51), [1, 5]),  # the run broke in April
        ((51, 0, 0, 51), [1]),
    ],
)
def test_points_over_any_three_months(values, hits):
    """HOTEL-DIS-01."""
    assert ends(MORE_THAN_50, months(*values)) == hits


def test_windows_cross_the_year():
    known = months(20, 20, 11, start=JANUARY - 2)
    assert judge(MORE_THAN_50, known) == [Hit(JANUARY - 2, JANUARY, (JANUARY - 2, JANUARY - 1, JANUARY))]


def test_a_sum_that_begins_anew_leaves_out_what_was_counted():
    anew = MORE_THAN_50._replace(restart=True)
    assert ends(anew, months(20, 20, 11, 20, 20, 20)) == [3, 6]
    assert ends(anew, months(60, 10, 10, 10)) == [1]


@pytest.mark.parametrize(
    ("values", "hits"),
    [
        ((0, 0), []),
        ((0, 0, 0), [3]),
        ((0, 0, 0, 0, 0), [3]),
        ((0, 0, 0, 0, 0, 0), [3, 6]),
        ((0, 0, 1, 0, 0, 0), [6]),
        ((0, 0, None, 0), []),  # unknown breaks a run
    ],
)
def test_three_months_running(values, hits):
    """HOTEL-RWD-02, Q-20."""
    assert ends(CLEAN, months(*values)) == hits


def test_an_unbroken_run_brings_one():
    low = spec("consecutive", 3, "lt", 100)
    assert ends(low, months(99, 99, 99, 99, 99, 99)) == [3]
    assert ends(low, months(99, 99, 99, 100, 99, 99, 99)) == [3, 7]
    assert ends(low, months(99, 99, 100)) == []


def test_within_a_calendar_year():
    """HOTEL-DIS-02: five months of one year, once a year."""
    five = spec("cumulative", 5, "lt", 100)
    assert ends(five, months(9, 100, 9, 100, 9, 100, 9, 100)) == []
    assert ends(five, months(9, 100, 9, None, 9, 100, 9, 9, 9, 9, 9, 9)) == [8]
    over_the_year = months(9, 9, 9, 9, 9, 9, start=JANUARY - 3)
    assert judge(five, over_the_year) == []


def test_parts_of_the_year():
    """HOTEL-GRD-01: the half-year is judged when its last month is known."""
    half = spec("period_sum", 6, "ge", 1500)
    assert ends(half, months(300, 300, 300, 300, 300)) == []
    assert ends(half, months(300, 300, 300, 300, 300, 0)) == [6]
    assert ends(half, months(250, 250, 250, 250, 250, "249.99")) == []
    assert ends(half, months(None, 1500, None, None, None, 0)) == [6]
    assert ends(half, months(*[0] * 3, *[500] * 6)) == [6]
    little = half._replace(comparison="lt")
    assert ends(little, months(None, 1, 1, 1, 1, 1)) == []
    assert ends(little, months(1, 1, 1, 1, 1, 1)) == [6]


@pytest.mark.parametrize(
    ("mode", "values", "hits"),
    [
        ("period_sum", (900, 900, 900, None, 0, 0), []),  # more may have been given back in April
        ("period_sum", (900, 900, 900, -1201, 0, 0), []),
        ("period_sum", (900, 900, 900, -1200, 0, 0), [6]),
        ("period_sum", (None, None, 900, 600, 0, 0), [6]),  # came in March
        ("sliding_sum", (0, None, 1500), []),
        ("sliding_sum", (None, 1500), [2]),
    ],
)
def test_sums_of_values_that_may_be_below_zero(mode, values, hits):
    """What is not known could lower the sum: it is waited for."""
    assert ends(spec(mode, 6, "ge", 1500)._replace(signed=True), months(*values)) == hits


def test_sums_that_begin_anew_need_what_was_not_counted_yet():
    anew = spec("sliding_sum", 3, "ge", 10, restart=True)._replace(signed=True)
    assert ends(anew, months(5, 4, 1, 10)) == [3, 4]
    assert ends(anew, months(5, 4, 1, None, 10)) == [3]


def test_years_and_weeks():
    """A week belongs to the year in which it ends; three years running are three periods."""
    week = number_of(date(2025, 12, 29), "week")
    two = spec("cumulative", 2, "ge", 1, kind="week")
    assert judge(two, {week - 1: Decimal(1), week: Decimal(1)}) == []
    assert judge(two, {week: Decimal(1), week + 51: Decimal(1)}) == [Hit(week, week + 51, (week, week + 51))]
    year = spec("consecutive", 3, "ge", 100, restart=True, kind="year")
    reached = {number: Decimal(100) for number in range(2020, 2026)}
    assert [hit.last for hit in judge(year, reached)] == [2022, 2025]


def test_what_closes_late_joins_runs_without_a_second_proposal():
    known = months(0, 0, None, 0, 0, 0)
    assert ends(CLEAN, known) == [6]
    known[JANUARY + 2] = Decimal(0)
    raised = [(JANUARY + 3, JANUARY + 5)]
    assert ends(CLEAN, known, raised=raised, closing={JANUARY + 2}) == [3]
    once = CLEAN._replace(restart=False)
    assert ends(once, known, raised=raised, closing={JANUARY + 2}) == []


def test_only_what_closes_now_is_raised():
    known = months(*[0] * 7)
    assert ends(CLEAN, known, closing={JANUARY + 6}) == []
    assert ends(CLEAN, known, closing={JANUARY + 5}) == [6]
    assert judge(CLEAN, {}, closing={JANUARY}) == []


@pytest.mark.parametrize(
    ("day", "kind", "closing_day", "first", "last"),
    [
        (date(2026, 1, 31), "month", 0, date(2026, 1, 1), date(2026, 1, 31)),
        (date(2025, 12, 26), "month", 25, date(2025, 12, 26), date(2026, 1, 25)),
        (date(2026, 5, 3), "quarter", 0, date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), "half", 0, date(2026, 7, 1), date(2026, 12, 31)),
        (date(2026, 1, 1), "week", 0, date(2025, 12, 29), date(2026, 1, 4)),
        (date(2026, 7, 1), "year", 0, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_numbers_of_periods(day, kind, closing_day, first, last):
    number = number_of(day, kind, closing_day)
    assert bounds_of(number, kind, closing_day) == (first, last)
    assert number_of(first, kind, closing_day) == number_of(last, kind, closing_day) == number


# against a slow reference


def _met(one, value):
    difference = value - one.threshold
    return {
        "gt": difference > 0,
        "ge": difference >= 0,
        "lt": difference < 0,
        "le": difference <= 0,
    }[one.comparison]


def _sum_met(one, known, numbers, begin):
    """``begin``: from there on all are needed where an unknown one may be below zero."""
    values = {number: known.get(number) for number in numbers}
    there = [value for value in values.values() if value is not None]
    if not there or (one.comparison in ("lt", "le") and len(there) < len(values)):
        return False
    if one.signed and any(value is None for number, value in values.items() if number >= begin):
        return False
    return _met(one, sum(there))


def _slow_consecutive(one, known, span):
    met = {number for number in known if _met(one, known[number])}
    found = []
    for last in span:
        window = set(range(last - one.periods + 1, last + 1))
        if not window <= met:
            continue
        begins = not found or min(window) > found[-1] if one.restart else min(window) - 1 not in met
        if begins:
            found.append(last)
    return found


def _slow_cumulative(one, known, span):
    met = [number for number in span if number in known and _met(one, known[number])]
    return [
        last
        for last in met
        if len([number for number in met if number // 12 == last // 12 and number <= last]) == one.periods
    ]


def _slow_sliding(one, known, span):
    found, before = [], False
    for last in span:
        window = range(last - one.periods + 1, last + 1)
        if one.restart:
            begin = found[-1] + 1 if found else span[0]
            rest = {number: value for number, value in known.items() if number >= begin}
            now, before = _sum_met(one, rest, window, begin), False
        else:
            now = _sum_met(one, known, window, span[0])
        if now and not before and last in known:
            found.append(last)
            before = True
        before = before and now
    return found


def _slow_sums(one, known, span):
    found = []
    for last in span:
        place = last % 12
        first = last - place % one.periods
        is_end = place == 11 or (place + 1) % one.periods == 0
        if is_end and last in known and _sum_met(one, known, range(first, last + 1), span[0]):
            found.append(last)
    return found


def reference(one, known):
    """Last periods of all hits, by trying every window on its own."""
    span = range(min(known), max(known) + 1)
    slow = {
        "consecutive": _slow_consecutive,
        "cumulative": _slow_cumulative,
        "sliding_sum": _slow_sliding,
        "period_sum": _slow_sums,
    }
    return slow[one.mode](one, known, span)


SPECS = st.builds(
    Spec,
    st.sampled_from(["consecutive", "cumulative", "sliding_sum", "period_sum"]),
    st.integers(1, 6),
    st.sampled_from(["gt", "ge", "lt", "le"]),
    st.integers(0, 6).map(Decimal),
    st.booleans(),
    st.just("month"),
    st.booleans(),
)
# values below zero also where they are said not to occur: what is known is summed as it is
KNOWN = st.lists(st.one_of(st.none(), st.integers(-2, 3)), min_size=1, max_size=30).flatmap(
    lambda values: st.integers(0, 11).map(lambda start: months(*values, start=JANUARY + start))
)


@given(SPECS, KNOWN)
def test_the_same_as_the_reference(one, known):
    if known:
        assert [hit.last for hit in judge(one, known)] == reference(one, known)


@given(SPECS, KNOWN)
def test_period_by_period_is_the_same_as_at_once(one, known):
    raised, seen = [], {}
    for number in sorted(known):
        seen[number] = known[number]
        raised += [(hit.first, hit.last) for hit in judge(one, seen, raised, {number})]
    assert raised == [(hit.first, hit.last) for hit in judge(one, known)]


@given(SPECS, KNOWN, st.randoms(use_true_random=False))
def test_in_any_order_nothing_is_raised_twice(one, known, order):
    raised, seen = [], {}
    numbers = list(known)
    order.shuffle(numbers)
    for number in numbers:
        seen[number] = known[number]
        hits = judge(one, seen, raised, {number})
        for hit in hits:
            assert number in hit.counted
            assert set(hit.counted) <= seen.keys()
            assert hit.counted == tuple(sorted(hit.counted))
            assert (hit.first, hit.last) == (hit.counted[0], hit.counted[-1])
        raised += [(hit.first, hit.last) for hit in hits]
        assert judge(one, seen, raised, {number}) == []
    assert len(set(raised)) == len(raised)
    if one.restart and one.mode in ("consecutive", "sliding_sum"):
        for place, (first, last) in enumerate(sorted(raised)):
            assert all(last < other or first > end for other, end in sorted(raised)[place + 1 :])
    if one.mode == "cumulative":
        assert len({last // 12 for _first, last in raised}) == len(raised)
