"""Six full months of little use running (SALON-CLS-04, Q-14)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from membership_engine import blacklist

LIMIT = Decimal(150)
LOW, AT = Decimal("149.99"), Decimal("150.00")
JUNE = blacklist.month_of(date(2026, 6, 30))
ALL = range(JUNE - 30, JUNE + 1)
LONG_AGO = date(2020, 1, 1)


def find(values, joined=LONG_AGO, known=ALL, raised=(), last=JUNE):
    return blacklist.find_run(values, set(known), joined, last, LIMIT, 6, raised)


def months(*values):
    """Return {month: value} of the months up to June."""
    return {JUNE - len(values) + 1 + number: value for number, value in enumerate(values)}


def test_six_months_below_are_a_run_and_a_month_at_the_limit_ends_it():
    assert find(months(*[LOW] * 6)) == (JUNE - 5, JUNE)
    for number in range(6):
        values = [LOW] * 6
        values[number] = AT
        assert find(months(*values)) is None


def test_a_month_without_use_is_below_but_one_of_which_nothing_is_known_is_not():
    assert find({}) == (JUNE - 5, JUNE)
    assert find({}, known=set(ALL) - {JUNE - 3}) is None


@pytest.mark.parametrize(
    ("joined", "found"),
    [
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), True),
        (date(2026, 1, 2), False),
        (date(2026, 6, 15), False),
    ],
)
def test_months_before_the_first_full_one_do_not_count(joined, found):
    assert (find(months(*[LOW] * 6), joined) is not None) is found


def test_a_run_is_proposed_once_however_long_it_lasts():
    first = (JUNE - 9, JUNE - 4)
    assert find(months(*[LOW] * 12), raised=[first]) is None
    values = [LOW] * 12
    values[-6 - 1] = AT
    assert find(months(*values), raised=[(JUNE - 12, JUNE - 7)]) == (JUNE - 5, JUNE)
    # the month that ended the earlier run lies between
    assert find(months(*values), raised=[(JUNE - 11, JUNE - 6)]) == (JUNE - 5, JUNE)


def test_a_run_crosses_the_end_of_a_year():
    january = blacklist.month_of(date(2026, 1, 5))
    assert find({}, last=january) == (january - 5, january)
    assert blacklist.bounds_of(january - 5) == (date(2025, 8, 1), date(2025, 8, 31))


@given(st.dates(date(1999, 1, 1), date(2050, 12, 31)))
def test_numbers_and_days_of_months_agree(day):
    first, last = blacklist.bounds_of(blacklist.month_of(day))
    assert first <= day <= last
    assert blacklist.month_of(last + timedelta(1)) == blacklist.month_of(day) + 1
    assert blacklist.first_full_month(first) == blacklist.month_of(day)


@given(
    st.lists(st.sampled_from([Decimal(0), LOW, AT, Decimal(900), None]), min_size=8, max_size=24),
    st.integers(-3, 24),
)
def test_as_a_slow_reader_would_find_it(uses, joined_month):
    """Month after month as the months close: each unbroken run brings exactly one proposal."""
    start = JUNE - len(uses) + 1
    values = {start + number: use for number, use in enumerate(uses) if use is not None}
    known = set(values)
    joined = blacklist.bounds_of(start + joined_month)[0]
    raised = []
    for last in range(start, JUNE + 1):
        if run := find(values, joined, known, raised, last):
            raised.append(run)
    expected, run = [], 0
    for number, use in enumerate(uses):
        run = run + 1 if use is not None and use < LIMIT and number >= joined_month else 0
        if run == 6:
            expected.append((start + number - 5, start + number))
    assert raised == expected
