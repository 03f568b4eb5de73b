from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_center_engine import liability
from service_center_engine.liability import share_of


@pytest.mark.parametrize(
    ("shares", "problem"),
    [
        ([], "none"),
        ([("company", None, 100)], None),
        ([("company", None, 70), ("customer", 1, 30)], None),
        ([("company", None, 70), ("customer", 1, 29.99)], "not_whole"),
        ([("company", None, 70), ("customer", 1, 30.01)], "not_whole"),
        ([("company", None, 110), ("customer", 1, -10)], "negative"),
        ([("supplier", 1, 50), ("supplier", 1, 50)], "twice"),
        ([("supplier", 1, 50), ("supplier", 2, 50)], None),
        ([("company", None, 33.33), ("customer", 1, 33.33), ("carrier", 2, 33.34)], None),
    ],
)
def test_problems(shares, problem):
    assert liability.problem([share_of(*share) for share in shares]) == problem


@pytest.mark.parametrize(
    ("ours", "expected"), [(100, "ours"), (99.99, "shared"), (0.01, "shared"), (0, "other")]
)
def test_outcome(ours, expected):
    shares = [share_of("company", None, ours), share_of("customer", 1, 100 - ours)]
    assert liability.outcome(shares) == expected


def test_the_main_share():
    shares = [share_of("company", None, 40), share_of("customer", 1, 60)]
    assert [share.party for share in liability.main_shares(shares)] == ["customer"]
    even = [share_of("company", None, 50), share_of("customer", 1, 50)]
    assert liability.main_shares(even) == even
    assert liability.main_shares([]) == []


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=8))
def test_hundredths_of_a_percent_add_up(parts):
    """Shares typed with two decimals that make 100 on paper make 100 here: no error of binary fractions."""
    parts = [*parts, 10_000 - sum(parts)]
    shares = [share_of("supplier", index, part / 100) for index, part in enumerate(parts)]
    assert liability.total(shares) == Decimal(100)
    assert liability.problem(shares) == ("negative" if parts[-1] < 0 else None)
