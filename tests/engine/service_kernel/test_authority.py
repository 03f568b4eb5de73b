from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_kernel_engine.authority import RANKS, Facts, Level, Rule, decide, failed_condition

SUPERVISOR = Level(1, "supervisor", 10)
SERVICE = Level(2, "service_manager", 20)
STORE = Level(3, "store_manager", 30)
LEVELS = [SUPERVISOR, SERVICE, STORE]
SERVICE_CATEGORIES = frozenset({20, 21, 22})

MALL = [
    Rule("MALL-ROUTE-01", STORE, 10, amount_from=2000),
    Rule("MALL-ROUTE-02", STORE, 20, flags=frozenset({"food_poisoning", "spoiled_food"})),
    Rule("MALL-ROUTE-02-rank", STORE, 21, complained_rank="supervisor"),
    Rule("MALL-ROUTE-02-failed", STORE, 22, failed_below=True),
    Rule("MALL-ROUTE-02-insists", STORE, 23, customer_insists=True),
    Rule("MALL-ROUTE-03", SERVICE, 30, amount_from=500, amount_to=2000),
    Rule("MALL-ROUTE-03-service", SERVICE, 31, categories=SERVICE_CATEGORIES),
    Rule("MALL-ROUTE-04", SUPERVISOR, 40),
]


@pytest.mark.parametrize(
    ("facts", "level", "rule"),
    [
        (Facts(), SUPERVISOR, "MALL-ROUTE-04"),
        (Facts(amount=0.01), SUPERVISOR, "MALL-ROUTE-04"),
        (Facts(amount=499.99), SUPERVISOR, "MALL-ROUTE-04"),
        (Facts(amount=500), SERVICE, "MALL-ROUTE-03"),
        (Facts(amount=1999.99), SERVICE, "MALL-ROUTE-03"),
        (Facts(amount=2000), STORE, "MALL-ROUTE-01"),
        (Facts(amount=2000.01), STORE, "MALL-ROUTE-01"),
        (Facts(category=21, amount=499.99), SERVICE, "MALL-ROUTE-03-service"),
        (Facts(category=21, amount=2000), STORE, "MALL-ROUTE-01"),
        (Facts(category=30), SUPERVISOR, "MALL-ROUTE-04"),
        (Facts(flags=frozenset({"spoiled_food"}), amount=1), STORE, "MALL-ROUTE-02"),
        (Facts(flags=frozenset({"other"})), SUPERVISOR, "MALL-ROUTE-04"),
        (Facts(complained_rank="staff"), SUPERVISOR, "MALL-ROUTE-04"),
        (Facts(complained_rank="supervisor"), STORE, "MALL-ROUTE-02-rank"),
        (Facts(failed_below=True), STORE, "MALL-ROUTE-02-failed"),
        (Facts(customer_insists=True), STORE, "MALL-ROUTE-02-insists"),
    ],
)
def test_the_mall_at_every_boundary(facts, level, rule):
    decision = decide(MALL, facts)
    assert (decision.value, decision.rule) == (level, rule)
    assert len(decision.rejected) == len(MALL) - 1


@pytest.mark.parametrize(
    ("rule", "facts", "because"),
    [
        ({"categories": frozenset({1})}, Facts(), "category_unknown"),
        ({"categories": frozenset({1})}, Facts(category=2), "category_other"),
        ({"flags": frozenset({"fire"})}, Facts(), "flags_missing"),
        ({"amount_from": 500}, Facts(), "amount_unknown"),
        ({"amount_to": 500}, Facts(), "amount_unknown"),
        ({"amount_from": 500}, Facts(amount=499.99), "amount_below"),
        ({"amount_to": 500}, Facts(amount=500), "amount_not_below"),
        ({"complained_rank": "supervisor"}, Facts(), "rank_unknown"),
        ({"complained_rank": "supervisor"}, Facts(complained_rank="staff"), "rank_below"),
        ({"failed_below": True}, Facts(), "not_failed_below"),
        ({"customer_insists": True}, Facts(), "not_insisted"),
    ],
)
def test_every_reason(rule, facts, because):
    code, _params = failed_condition(Rule("R", STORE, **rule), facts)
    assert code == because
    assert decide([Rule("R", STORE, **rule)], facts).value is None


def test_a_rank_means_that_rank_or_above():
    rule = Rule("R", STORE, complained_rank="staff")
    assert all(failed_condition(rule, Facts(complained_rank=rank)) is None for rank in RANKS)


def test_without_rules_nobody_is_named():
    decision = decide([], Facts(amount=10_000))
    assert (decision.decision, decision.value, decision.rule, decision.rejected) == (
        "no_rule",
        None,
        None,
        (),
    )


def test_of_two_rules_for_a_level_the_first_is_named():
    decision = decide([Rule("B", STORE, 10), Rule("A", STORE, 10), Rule("C", STORE, 5)], Facts())
    assert decision.rule == "C"
    assert [(item.rule, item.because) for item in decision.rejected] == [
        ("A", "same_level"),
        ("B", "same_level"),
    ]


amounts = st.none() | st.integers(0, 400_000).map(lambda cents: cents / 100)
flag_sets = st.frozensets(st.sampled_from(["fire", "press", "injury"]))
ranks = st.sampled_from([None, *RANKS])
any_facts = st.builds(
    Facts,
    category=st.none() | st.integers(1, 4),
    flags=flag_sets,
    amount=amounts,
    complained_rank=ranks,
    failed_below=st.booleans(),
    customer_insists=st.booleans(),
)
any_rule = st.builds(
    Rule,
    code=st.uuids().map(str),
    level=st.sampled_from(LEVELS),
    sequence=st.integers(1, 3),
    categories=st.frozensets(st.integers(1, 4), max_size=2),
    flags=flag_sets,
    amount_from=amounts,
    amount_to=amounts,
    complained_rank=ranks,
    failed_below=st.booleans(),
    customer_insists=st.booleans(),
)


@given(st.lists(any_rule, max_size=8), any_facts)
def test_the_highest_matching_level_wins_and_nothing_is_lost(rules, facts):
    decision = decide(rules, facts)
    matching = [rule for rule in rules if failed_condition(rule, facts) is None]
    assert (decision.value is None) == (not matching)
    if matching:
        assert decision.value.rank == max(rule.level.rank for rule in matching)
        assert decision.rule in {rule.code for rule in matching if rule.level == decision.value}
    named = [item.rule for item in decision.rejected] + ([decision.rule] if decision.rule else [])
    assert sorted(named) == sorted(rule.code for rule in rules)


@given(st.lists(any_rule, max_size=8), any_facts, st.randoms())
def test_the_order_of_the_rules_does_not_matter(rules, facts, random):
    shuffled = list(rules)
    random.shuffle(shuffled)
    assert decide(shuffled, facts) == decide(rules, facts)


@given(st.lists(any_rule, max_size=8), any_rule, any_facts)
def test_another_rule_never_lowers_the_level(rules, rule, facts):
    before, after = decide(rules, facts).value, decide([*rules, rule], facts).value
    assert (after.rank if after else 0) >= (before.rank if before else 0)


@given(st.lists(st.floats(0.01, 5000), min_size=1, max_size=5), st.floats(0.01, 6000))
def test_adjoining_bands_leave_no_gap_and_no_overlap(bounds, amount):
    """CONV-BND-01: every amount falls into exactly one of adjoining bands."""
    edges = [None, *sorted(set(bounds)), None]
    bands = [
        Rule(str(position), STORE, amount_from=low, amount_to=high)
        for position, (low, high) in enumerate(pairwise(edges))
    ]
    assert sum(failed_condition(band, Facts(amount=amount)) is None for band in bands) == 1
