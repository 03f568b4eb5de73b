"""Who pays a service order: every cell of the matrix, cover per kind of line, exceptions."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_center_engine import order_liability as engine

KINDS = ("installation", "on_site_repair", "exchange", "consultation")
#: EQM-SVC-04, INST-FEE-01 to 03, INST-WAR-02
RULES = (
    engine.Rule(1, "made", "company", 10, warranty="in", cause="manufacturing", by_cover=True),
    engine.Rule(2, "misuse", "customer", 20, warranty="in", cause="misuse", level=7),
    engine.Rule(3, "judge", "judge", 30, warranty="in", cause="unknown"),
    engine.Rule(4, "carrier", "split", 40, warranty="in", cause="transport", company_share=60.0),
    engine.Rule(5, "no-exchange", "refuse", 50, warranty="out", kind="exchange"),
    engine.Rule(6, "out", "customer", 60, warranty="out"),
    engine.Rule(7, "unproven", "customer", 70, warranty="unproven"),
    engine.Rule(8, "special", "split", 5, warranty="out", cause="manufacturing", company_share=50.0,
                needs_approval=True, level=8),
)  # fmt: skip
FULL = dict.fromkeys(engine.LINE_KINDS, 100.0)
EXPECTED = {
    ("in", "manufacturing"): ("by_cover", "made", "company", 100.0),
    ("in", "misuse"): ("by_rule", "misuse", "customer", 0.0),
    ("in", "transport"): ("by_rule", "carrier", "split", 60.0),
    ("in", "wear"): ("no_rule", None, None, 0.0),
    ("in", "unknown"): ("judge", "judge", None, 0.0),
}


@pytest.mark.parametrize(
    ("warranty", "cause", "kind"), list(product(engine.WARRANTIES, engine.CAUSES, KINDS))
)
def test_every_cell(warranty, cause, kind):
    how, rule, rejected = engine.decide(RULES, engine.Facts(warranty, cause, kind))
    if warranty == "in":
        expected = EXPECTED[warranty, cause]
    elif warranty == "out" and kind == "exchange":
        expected = ("refuse", "no-exchange", None, 0.0)
    else:
        expected = ("by_rule", "out" if warranty == "out" else "unproven", "customer", 0.0)
    liability, company, customer = engine.overall(engine.shares(rule, FULL), [])
    assert (how, rule and rule.code, liability, company) == expected
    assert company + customer == (100.0 if liability else 0.0)
    assert len(rejected) == len(RULES) - (rule is not None)


def test_unproven_counts_as_out():
    """INST-WAR-02, for every cause."""
    for cause in engine.CAUSES:
        for warranty in ("out", "unproven"):
            _how, rule, _rejected = engine.decide(RULES, engine.Facts(warranty, cause, "on_site_repair"))
            assert engine.base_share(rule) == 0.0


def test_what_needs_an_approval_holds_for_nobody_by_itself():
    facts = engine.Facts("out", "manufacturing", "on_site_repair")
    _how, rule, rejected = engine.decide(RULES, facts)
    assert rule.code == "out"
    assert {"rule": "special", "because": {"code": "needs_approval", "params": {}}} in rejected
    assert [one.code for one in engine.proposals(RULES, facts)] == ["special"]
    assert engine.proposals(RULES, replace(facts, cause="misuse")) == ()


def test_rules_of_other_packs_do_not_hold():
    rules = (
        engine.Rule(1, "inst", "company", 10, pack="instruments"),
        engine.Rule(2, "door", "customer", 20, pack="doors_windows"),
        engine.Rule(3, "own", "split", 30, company_share=10.0),
    )
    for pack, code in (("instruments", "inst"), ("doors_windows", "door"), ("mall", "own"), (None, "inst")):
        assert engine.decide(rules, engine.Facts("in", "wear", "return", pack))[1].code == code


def test_the_warranty_covers_each_kind_with_its_own_share():
    cover = {"part": 100.0, "labour": 50.0, "travel": 0.0}
    shares = engine.shares(RULES[0], cover)
    assert shares == {"part": 100.0, "labour": 50.0, "travel": 0.0, "freight": 0.0, "other": 0.0}
    assert engine.overall(shares, []) == ("split", 50.0, 50.0)
    assert engine.overall(shares, [], engine.BENCH_WEIGHTS) == ("split", 75.0, 25.0)
    assert engine.overall({**shares, "labour": 100.0}, [], engine.BENCH_WEIGHTS) == ("company", 100.0, 0.0)
    assert engine.overall(shares, [("part", 300.0)]) == ("company", 100.0, 0.0)
    assert engine.overall(shares, [("travel", 80.0)]) == ("customer", 0.0, 100.0)
    assert engine.overall(shares, [("part", 300.0), ("labour", 100.0)]) == ("split", 87.5, 12.5)
    # a rule that does not rest on the warranty does not look at its cover
    assert set(engine.shares(RULES[3], cover).values()) == {60.0}


@pytest.mark.parametrize(
    ("given_share", "expected"), [(-1, 0.0), (0, 0.0), (0.01, 0.01), (100, 100.0), (101, 100.0)]
)
def test_cover_stays_between_none_and_all(given_share, expected):
    assert engine.shares(RULES[0], {"part": given_share})["part"] == expected


def test_a_little_of_the_other_side_is_never_rounded_away():
    shares = {**FULL, "freight": 0.0}
    assert engine.overall(shares, [("part", 1_000_000.0), ("freight", 0.01)]) == ("split", 99.99, 0.01)
    shares = {**dict.fromkeys(engine.LINE_KINDS, 0.0), "freight": 100.0}
    assert engine.overall(shares, [("part", 1_000_000.0), ("freight", 0.01)]) == ("split", 0.01, 99.99)


def test_what_costs_nothing_does_not_weigh():
    shares = {**FULL, "travel": 0.0}
    assert engine.overall(shares, [("part", 10.0), ("travel", 0.0)]) == ("company", 100.0, 0.0)


def test_exceptions_take_the_place_of_the_ruling():
    misuse = RULES[1]
    every = engine.shares(misuse, FULL, [engine.Granted(30.0)])
    assert set(every.values()) == {30.0}
    travel = engine.shares(misuse, FULL, [engine.Granted(30.0), engine.Granted(100.0, "travel")])
    assert (travel["travel"], travel["part"]) == (100.0, 30.0)
    latest = engine.shares(misuse, FULL, [engine.Granted(100.0, "travel"), engine.Granted(0.0)])
    assert set(latest.values()) == {0.0}
    undecided = engine.shares(RULES[2], FULL, [engine.Granted(100.0, "part")])
    assert (undecided["part"], undecided["labour"]) == (100.0, None)
    assert engine.overall(undecided, [("part", 5.0)]) == ("company", 100.0, 0.0)
    assert engine.overall(undecided, [("part", 5.0), ("labour", 5.0)]) == (None, 0.0, 0.0)
    assert set(engine.shares(None, FULL, [engine.Granted(100.0)]).values()) == {100.0}


def test_sides():
    assert [engine.side(share) for share in (None, 0.0, 0.01, 99.99, 100.0)] == [
        None,
        "customer",
        "split",
        "split",
        "company",
    ]


percents = st.integers(0, 10_000).map(lambda hundredths: hundredths / 100)
rules = st.lists(
    st.builds(
        engine.Rule,
        id=st.integers(1, 9),
        code=st.text("abc", min_size=1, max_size=3),
        outcome=st.sampled_from(engine.OUTCOMES),
        sequence=st.integers(1, 4),
        pack=st.sampled_from([None, "p", "q"]),
        warranty=st.sampled_from([None, *engine.WARRANTIES]),
        cause=st.sampled_from([None, *engine.CAUSES]),
        kind=st.sampled_from([None, *KINDS]),
        company_share=percents,
        by_cover=st.booleans(),
        needs_approval=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda rule: rule.code,
)
facts = st.builds(
    engine.Facts,
    st.sampled_from(engine.WARRANTIES),
    st.sampled_from(engine.CAUSES),
    st.sampled_from(KINDS),
    st.sampled_from([None, "p", "q"]),
)


@given(rules, facts)
def test_one_rule_holds_or_all_are_rejected(given_rules, known):
    how, rule, rejected = engine.decide(given_rules, known)
    assert sorted([item["rule"] for item in rejected] + [rule.code for rule in (rule,) if rule]) == sorted(
        one.code for one in given_rules
    )
    assert (how == "no_rule") == (rule is None)
    assert engine.decide(list(reversed(given_rules)), known)[1] == rule
    if rule:
        assert not rule.needs_approval
        assert engine.failed_condition(rule, known) is None


@given(
    st.sampled_from(RULES[:4]),
    st.dictionaries(st.sampled_from(engine.LINE_KINDS), percents),
    st.lists(st.tuples(st.sampled_from(engine.LINE_KINDS), st.floats(0.01, 1e6)), max_size=5),
)
def test_both_shares_make_the_whole_and_say_who_pays(rule, cover, amounts):
    by_kind = engine.shares(rule, cover)
    liability, company, customer = engine.overall(by_kind, amounts)
    if liability is None:
        assert rule.outcome == "judge"
        return
    assert round(company + customer, 2) == 100.0
    assert liability == engine.side(company)
    shown = [by_kind[kind] for kind, _amount in amounts] or [by_kind[kind] for kind in engine.WEIGHTS]
    assert (liability == "company") == (set(shown) == {100.0})
    assert (liability == "customer") == (set(shown) == {0.0})
