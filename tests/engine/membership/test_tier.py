"""Tiers and classes: thresholds, going up and down, windows (DEALER-TIER-01, SALON-CLS-03, TRAVEL-MEM-01)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from membership_engine.tier import (
    DOWN,
    Policy,
    Rung,
    decide,
    faults_of,
    is_review_day,
    reached,
    window_of,
)

DEALER = [Rung("ordinary", 0), Rung("silver", 1000), Rung("gold", 5000), Rung("diamond", 20000)]
SALON = [Rung("C", 0), Rung("B", 800), Rung("A", 1500)]
TRAVEL = [Rung("member", 3)]
DAY = date(2026, 5, 10)


@pytest.mark.parametrize(
    ("rungs", "value", "key"),
    [
        (DEALER, 0, "ordinary"),
        (DEALER, 999.99, "ordinary"),
        (DEALER, 1000, "silver"),
        (DEALER, 4999.99, "silver"),
        (DEALER, 5000, "gold"),
        (DEALER, 19999.99, "gold"),
        (DEALER, 20000, "diamond"),
        (SALON, 799.99, "C"),
        (SALON, 800, "B"),
        (SALON, 1499.99, "B"),
        (SALON, 1500, "A"),
        (TRAVEL, 2, None),
        (TRAVEL, 3, "member"),
    ],
)
def test_boundaries_belong_to_the_higher_one(rungs, value, key):
    assert decide(rungs, Policy(), value, DAY).key == key


values = st.one_of(st.none(), st.integers(0, 25000))
policies = st.builds(
    Policy, st.sampled_from(("at_once", "at_review")), st.sampled_from(DOWN), st.integers(1, 24)
)
currents = st.sampled_from([None, *(rung.key for rung in DEALER)])


@given(values, policies, currents, st.one_of(st.none(), st.integers(-400, 400)), st.booleans())
def test_every_decision_follows_the_policy(value, policy, current, kept, is_review):
    kept_until = None if kept is None else DAY + timedelta(days=kept)
    made = decide(DEALER, policy, value, DAY, current, kept_until, is_review)
    keys = [None, *(rung.key for rung in DEALER)]
    now, then = keys.index(current), keys.index(made.key)
    if value is None:
        assert (then, made.because) == (now, "unknown")
        return
    target = 1 + reached(DEALER, value)
    if target > now:
        waits = policy.up == "at_review" and not is_review
        assert (then, made.because) == ((now, "at_review") if waits else (target, "up"))
    elif target == now:
        assert (then, made.because) == (now, "same")
    elif policy.down == "never":
        assert (then, made.because) == (now, "never_down")
    elif not is_review:
        assert (then, made.because) == (now, "at_review")
    elif policy.down == "keep" and kept_until and kept_until >= DAY:
        assert (then, made.because) == (now, "kept")
    elif policy.down == "one_step":
        assert (then, made.because) == (now - 1, "down")
    else:
        assert (then, made.because) == (target, "down")
    # the same again changes nothing, except one step that follows another
    again = decide(DEALER, policy, value, DAY, made.key, made.kept_until, is_review)
    assert again.key == made.key or policy.down in ("one_step", "keep")


def test_a_tier_is_kept_to_its_last_day():
    policy = Policy(down="keep", keep_months=12)
    up = decide(DEALER, policy, 1000, date(2024, 2, 29))
    assert up.kept_until == date(2025, 2, 28)
    assert decide(DEALER, policy, 0, date(2025, 2, 28), "silver", up.kept_until).because == "kept"
    assert decide(DEALER, policy, 0, date(2025, 3, 1), "silver", up.kept_until).key == "ordinary"


@pytest.mark.parametrize(
    ("window", "judged", "day", "months", "first", "last"),
    [
        ("lifetime", "daily", DAY, 0, None, DAY),
        ("rolling", "daily", DAY, 12, date(2025, 5, 11), DAY),
        ("rolling", "daily", date(2026, 3, 31), 1, date(2026, 3, 1), date(2026, 3, 31)),
        ("month", "at_once", DAY, 0, date(2026, 5, 1), DAY),
        ("month", "month_start", DAY, 0, date(2026, 4, 1), date(2026, 4, 30)),
        ("month", "month_start", date(2026, 1, 1), 0, date(2025, 12, 1), date(2025, 12, 31)),
        ("year", "daily", DAY, 0, date(2026, 1, 1), DAY),
        ("year", "year_start", date(2026, 12, 31), 0, date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_what_is_measured(window, judged, day, months, first, last):
    assert window_of(window, judged, day, months) == (first, last)


@pytest.mark.parametrize(
    ("judged", "last", "day", "due"),
    [
        ("daily", None, DAY, True),
        ("daily", DAY, DAY, False),
        ("at_once", DAY, DAY + timedelta(days=1), True),
        ("month_start", date(2026, 4, 30), date(2026, 5, 1), True),
        ("month_start", date(2026, 5, 1), date(2026, 5, 31), False),
        ("month_start", date(2025, 12, 31), date(2026, 1, 1), True),
        ("year_start", date(2026, 1, 1), date(2026, 12, 31), False),
        ("year_start", date(2026, 12, 31), date(2027, 1, 1), True),
    ],
)
def test_when_a_plan_is_reviewed(judged, last, day, due):
    assert is_review_day(judged, day, last) is due


def test_thresholds_that_do_not_rise():
    assert faults_of(DEALER) == []
    assert faults_of([Rung("a", 0), Rung("b", 0), Rung("c", 5), Rung("d", 4)]) == [1, 3]
