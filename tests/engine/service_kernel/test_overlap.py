from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_kernel_engine import authority, overlap, sla

LEVEL = authority.Level(1, "level", 10)
TARGET = sla.Target(1, "T", "respond", "customer", None)
amounts = st.one_of(st.none(), st.integers(1, 6))
sets = st.frozensets(st.integers(1, 3))


def rule(**conditions):
    return authority.Rule("R", LEVEL, **conditions)


def policy(**conditions):
    return sla.Policy(1, "P", **{"targets": (TARGET,), **conditions})


@given(sets, sets, amounts, amounts, amounts, amounts)
def test_rules_overlap_if_some_case_fulfils_both(categories, others, start, end, other_start, other_end):
    one = rule(categories=categories, amount_from=start, amount_to=end)
    two = rule(categories=others, amount_from=other_start, amount_to=other_end)
    cases = [
        authority.Facts(category=category, amount=amount) for category in (1, 2, 3) for amount in range(8)
    ]
    both = any(
        not authority.failed_condition(one, case) and not authority.failed_condition(two, case)
        for case in cases
    )
    empty = any(
        rule_.amount_from and rule_.amount_to and rule_.amount_to <= rule_.amount_from for rule_ in (one, two)
    )
    assert overlap.rules_overlap(one, two) == overlap.rules_overlap(two, one)
    if not empty:
        assert overlap.rules_overlap(one, two) == both


@pytest.mark.parametrize(
    ("one", "two", "meet"),
    [
        ({}, {}, True),
        ({"teams": frozenset({1})}, {"teams": frozenset({1, 2})}, True),
        ({"teams": frozenset({1})}, {"teams": frozenset({2})}, False),
        ({"severities": frozenset({1})}, {"severities": frozenset({2})}, False),
        ({"categories": frozenset({1})}, {}, True),
        ({"channel": "phone"}, {"channel": "visit"}, False),
        ({"channel": "phone"}, {}, True),
        ({"major": True}, {"major": False}, False),
        ({"major": True}, {"major": None}, True),
        ({"flags": frozenset({"a"})}, {"flags": frozenset({"b"})}, True),
        ({"valid_to": date(2026, 1, 1)}, {"valid_from": date(2026, 1, 1)}, True),
        ({"valid_to": date(2026, 1, 1)}, {"valid_from": date(2026, 1, 2)}, False),
        ({}, {"targets": ()}, False),
        ({}, {"targets": (replace(TARGET, party="internal"),)}, False),
        ({}, {"targets": (replace(TARGET, metric="resolve"),)}, False),
    ],
)
def test_policies(one, two, meet):
    assert overlap.policies_overlap(policy(**one), policy(**two)) is meet
    assert overlap.policies_overlap(policy(**two), policy(**one)) is meet
