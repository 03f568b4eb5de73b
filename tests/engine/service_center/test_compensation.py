import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_center_engine.compensation import Grade, Hit, Request, find_hits, judge

DESK = Grade(1, "desk", case=200.0, window=500.0, days=30)
SHOP = Grade(2, "shop", case=2000.0, window=5000.0, days=90)
HEAD = Grade(3, "head", own=True)
CHAIN = (DESK, SHOP, HEAD)
EVERYBODY = {grade.id: grade for grade in CHAIN}


@pytest.mark.parametrize(
    ("request_", "codes"),
    [
        (Request(200), []),
        (Request(200.01), ["case_limit"]),
        (Request(0.01, case=199.99), []),
        (Request(0.01, case=200), ["case_limit"]),
        (Request(100, customer={30: 400.0}), []),
        (Request(100, customer={30: 400.01}), ["customer_window"]),
        (Request(100, agent={30: 400.0}), []),
        (Request(100, agent={30: 400.01}), ["agent_window"]),
        (Request(100, customer={90: 9000.0}), []),
        (Request(1, is_own=True), ["own_proposal"]),
        (
            Request(501, customer={30: 1.0}, agent={30: 1.0}),
            ["case_limit", "customer_window", "agent_window"],
        ),
    ],
)
def test_both_sides_of_every_limit(request_, codes):
    assert [hit.code for hit in find_hits(DESK, request_)] == codes


def test_a_hit_tells_the_limit_and_the_total():
    assert find_hits(DESK, Request(100, case=150)) == (Hit("case_limit", 200.0, 250),)
    assert find_hits(DESK, Request(100, agent={30: 450.0}))[0].as_params() == {
        "limit": 500.0,
        "total": 550.0,
        "days": 30,
    }


def test_no_limit_is_none():
    assert find_hits(HEAD, Request(1e9, case=1e9, customer={30: 1e9}, is_own=True)) == ()
    assert find_hits(Grade(9, "x", case=0.0), Request(0.01))


def test_the_lowest_own_level_that_may_approves():
    verdict = judge(CHAIN, Request(1000), {2: SHOP, 3: HEAD})
    assert (verdict.decision, verdict.grade, verdict.is_approved) == ("within_limits", SHOP, True)
    assert verdict.able == (2, 3)


def test_who_could_is_named_when_a_limit_is_hit():
    verdict = judge(CHAIN, Request(2000.01), {1: DESK, 2: SHOP})
    assert (verdict.decision, verdict.grade, verdict.able) == ("over_limits", HEAD, (3,))
    assert not verdict.is_approved
    assert {(grade.code, hit.code) for grade, hit in verdict.hits} == {
        ("desk", "case_limit"),
        ("desk", "customer_window"),
        ("desk", "agent_window"),
        ("shop", "case_limit"),
    }


def test_nobody_at_a_level_approves():
    assert judge(CHAIN, Request(1), {}).decision == "not_at_level"
    assert judge(CHAIN[:2], Request(1e6), {2: SHOP}).grade is None
    assert judge((), Request(1e6), {}).decision == "no_levels"


def test_one_s_own_proposal_goes_to_somebody_else_at_the_same_level():
    verdict = judge(CHAIN, Request(100, is_own=True), {1: DESK})
    assert (verdict.decision, verdict.grade) == ("over_limits", DESK)
    assert judge(CHAIN, Request(100, is_own=True), {3: HEAD}).is_approved


def test_a_deputy_has_the_own_limit():
    deputy = Grade(2, "shop", case=300.0)
    assert judge(CHAIN, Request(300), {2: deputy}).is_approved
    verdict = judge(CHAIN, Request(300.01), {2: deputy})
    assert (verdict.decision, verdict.grade) == ("over_limits", SHOP)


cents = st.integers(1, 300_000).map(lambda value: value / 100)
grades = st.lists(
    st.builds(
        Grade,
        id=st.integers(1, 5),
        code=st.just("g"),
        case=st.none() | cents,
        window=st.none() | cents,
        days=st.sampled_from([7, 30]),
        own=st.booleans(),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda grade: grade.id,
)


@given(chain=grades, parts=st.lists(st.tuples(cents, st.integers(1, 5)), max_size=40))
def test_no_sequence_of_splits_gets_above_the_limits(chain, parts):
    """Whoever is asked, in whatever parts: what a level approved never leads above its limits."""
    total = 0.0
    for amount, who in parts:
        held = {grade.id: grade for grade in chain if grade.id == who}
        before = {7: total, 30: total}
        verdict = judge(chain, Request(amount, total, before, before), held)
        if not verdict.is_approved:
            continue
        total = round(total + amount, 2)
        assert verdict.grade.id == who
        for limit in (verdict.grade.case, verdict.grade.window):
            assert limit is None or total <= limit


@given(chain=grades, amount=cents, parts=st.integers(2, 20), who=st.integers(1, 5))
def test_what_is_refused_at_once_is_refused_in_parts(chain, amount, parts, who):
    held = {grade.id: grade for grade in chain if grade.id == who}
    if judge(chain, Request(amount), held).is_approved:
        return
    share, total = round(amount / parts, 2), 0.0
    for index in range(parts):
        part = share if index < parts - 1 else round(amount - share * (parts - 1), 2)
        before = {7: total, 30: total}
        if part > 0 and judge(chain, Request(part, total, before, before), held).is_approved:
            total = round(total + part, 2)
    assert total < amount
