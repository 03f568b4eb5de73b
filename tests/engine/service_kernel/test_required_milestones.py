"""Which milestones a case has to reach before it ends."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from service_kernel_engine.sla import Facts, Policy, required_milestones

FACTS = Facts(day=date(2026, 3, 2), severity=1)
policies = st.lists(
    st.builds(
        Policy,
        id=st.integers(1, 99),
        code=st.sampled_from("ABCDE"),
        sequence=st.integers(1, 3),
        severities=st.sampled_from((frozenset(), frozenset({1}), frozenset({2}))),
        required=st.lists(st.sampled_from(("sheet", "measure", "reply")), max_size=3).map(tuple),
    ),
    max_size=6,
)


@given(policies, st.randoms(use_true_random=False))
def test_all_that_fit_ask_together_in_any_order(some, rng):
    required, rejected = required_milestones(some, FACTS)
    fitting = [policy for policy in some if 2 not in policy.severities]
    assert required.keys() == {metric for policy in fitting for metric in policy.required}
    for metric, code in required.items():
        assert any(policy.code == code and metric in policy.required for policy in fitting)
    asking = [policy for policy in some if policy.required]
    assert len(rejected) == len([policy for policy in asking if policy not in fitting])
    unique = {policy.id: policy for policy in some}
    mixed = list(unique.values())
    expected = required_milestones(mixed, FACTS)
    rng.shuffle(mixed)
    assert required_milestones(mixed, FACTS) == expected


def test_the_first_in_order_is_named():
    first = Policy(1, "A", sequence=5, required=("sheet",))
    second = Policy(2, "B", sequence=10, required=("sheet", "measure"))
    later = Policy(3, "C", valid_from=date(2026, 3, 3), required=("reply",))
    required, rejected = required_milestones([second, later, first], FACTS)
    assert required == {"sheet": "A", "measure": "B"}
    assert [(item.rule, item.because) for item in rejected] == [("C", "not_yet_valid")]
    assert required_milestones([later], Facts(day=date(2026, 3, 3)))[0] == {"reply": "C"}
