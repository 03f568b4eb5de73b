from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from membership_engine import quota as engine

KINDS = ("week", "month", "quarter", "year")
DAYS = st.dates(date(2019, 1, 1), date(2032, 12, 31))
USES = st.lists(
    st.builds(engine.Use, DAYS, st.integers(1, 4), st.sampled_from(("booked", "used", "cancelled"))),
    max_size=12,
)


@pytest.mark.parametrize(
    ("day", "kind", "first", "last"),
    [
        (date(2026, 12, 31), "year", date(2026, 1, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), "year", date(2027, 1, 1), date(2027, 12, 31)),
        (date(2028, 2, 29), "month", date(2028, 2, 1), date(2028, 2, 29)),
        (date(2026, 9, 30), "quarter", date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 10, 1), "quarter", date(2026, 10, 1), date(2026, 12, 31)),
        # a week runs from Monday to Sunday, over the end of the year
        (date(2026, 12, 31), "week", date(2026, 12, 28), date(2027, 1, 3)),
        (date(2026, 12, 31), "lifetime", None, None),
    ],
)
def test_periods(day, kind, first, last):
    assert engine.period_of(day, kind) == (first, last)


@given(DAYS, st.sampled_from(KINDS))
def test_every_day_lies_in_one_period_and_they_follow_each_other(day, kind):
    period = engine.period_of(day, kind)
    assert engine.is_within(day, period)
    assert engine.period_of(period.first, kind) == engine.period_of(period.last, kind) == period
    after = engine.period_of(engine.next_start(period), kind)
    assert after.first == period.last + timedelta(1)
    assert not engine.is_within(day, after)


def test_a_life_has_no_next_period():
    assert engine.next_start(engine.period_of(date(2026, 1, 1), "lifetime")) is None


@given(USES, DAYS, st.sampled_from((*KINDS, "lifetime")), st.integers(0, 8))
def test_what_is_used_and_left_add_up(uses, day, kind, quota):
    period = engine.period_of(day, kind)
    used = engine.used_in(uses, period)
    slow = 0
    for use in uses:
        if use.state in ("booked", "used") and (
            kind == "lifetime" or engine.period_of(use.day, kind) == period
        ):
            slow += use.quantity
    assert used == slow
    left = engine.left_of(quota, used)
    if quota == engine.UNLIMITED:
        assert left is None
    else:
        assert left == max(quota - used, 0)


@given(USES, st.sampled_from((*KINDS, "lifetime")), st.data())
def test_cancelling_gives_back_to_its_own_period_only(uses, kind, data):
    open_uses = [number for number, use in enumerate(uses) if use.state != "cancelled"]
    if not open_uses:
        return
    number = data.draw(st.sampled_from(open_uses))
    gone = uses[number]
    after = [*uses]
    after[number] = gone._replace(state="cancelled")
    for use in uses:
        period = engine.period_of(use.day, kind)
        given_back = gone.quantity if engine.is_within(gone.day, period) else 0
        assert engine.used_in(after, period) == engine.used_in(uses, period) - given_back


@given(st.integers(1, 8), st.lists(st.tuples(st.integers(1, 3), DAYS), max_size=30), st.sampled_from(KINDS))
def test_never_more_than_the_quota_in_any_period(quota, asked, kind):
    taken = []
    for quantity, day in asked:
        used = engine.used_in(taken, engine.period_of(day, kind))
        refusal = engine.refusal_of(engine.Offer(quota), engine.Request(quantity), used)
        assert refusal == ("quota" if used + quantity > quota else None)
        if not refusal:
            taken.append(engine.Use(day, quantity))
    for use in taken:
        assert engine.used_in(taken, engine.period_of(use.day, kind)) <= quota


@pytest.mark.parametrize(
    ("value", "minimum", "reached"),
    [
        (29_999_999.99, 30_000_000, False),  # BANK-BEN-07
        (30_000_000, 30_000_000, True),
        (None, 30_000_000, False),
        (None, 0, True),
        (0.1 + 0.2, 0.3, True),
    ],
)
def test_a_minimum_is_reached_by_exactly_it(value, minimum, reached):
    assert engine.is_reached(value, minimum) is reached


@pytest.mark.parametrize(
    ("offer", "request_", "used", "refusal"),
    [
        (engine.Offer(5), engine.Request(1), 4, None),
        (engine.Offer(5), engine.Request(1), 5, "quota"),
        (engine.Offer(5), engine.Request(2), 4, "quota"),
        (engine.Offer(0), engine.Request(1000), 99999, None),
        (engine.Offer(5, companions=1), engine.Request(1, companions=1), 0, None),
        (engine.Offer(5, companions=1), engine.Request(1, companions=2), 0, "companions"),
        (engine.Offer(5, advance=24), engine.Request(1, notice=24), 0, None),
        (engine.Offer(5, advance=24), engine.Request(1, notice=23.99), 0, "notice"),
        (engine.Offer(5, advance=24), engine.Request(1), 0, "notice"),
        (engine.Offer(5), engine.Request(1), 0, None),
    ],
)
def test_refusals(offer, request_, used, refusal):
    assert engine.refusal_of(offer, request_, used) == refusal


def test_levels_that_take_each_others_place():
    """BANK-BEN-07 takes the place of 01; a third level that of 07."""
    replaces = {"01": None, "07": "01", "top": "07", "02": None}
    for one in ("01", "07", "top"):
        assert engine.pool_of(one, replaces) == {"01", "07", "top"}
    assert engine.pool_of("02", replaces) == {"02"}
    assert engine.replaced_by("01", replaces, {"01", "07"}) == "07"
    assert engine.replaced_by("01", replaces, {"01", "top"}) == "top"
    assert engine.replaced_by("01", replaces, {"01"}) is None
    assert engine.replaced_by("top", replaces, {"01", "07", "top"}) is None


@given(st.dictionaries(st.integers(0, 6), st.none() | st.integers(0, 6), max_size=7))
def test_a_pool_is_the_same_from_each_of_its_members(replaces):
    """Also in a table that goes round in circles, which the screen refuses."""
    for code in replaces:
        pool = engine.pool_of(code, replaces)
        assert code in pool
        for other in pool & set(replaces):
            assert engine.pool_of(other, replaces) == pool
        engine.replaced_by(code, replaces, set())
