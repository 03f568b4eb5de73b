from hypothesis import given
from hypothesis import strategies as st
from service_center_engine.highest_claim import Claim, decide

CLAIMS = st.lists(
    st.builds(Claim, st.text("abc", min_size=1, max_size=3), st.text(max_size=2), st.integers())
)


def test_nothing_is_claimed():
    assert decide([]) == (None, [])


def test_the_highest_wins_and_the_others_are_kept():
    low, high, same = (
        Claim("flag:a", "started", 1),
        Claim("flag:b", "effective", 3),
        Claim("x", "effective", 3),
    )
    winner, rejected = decide([same, low, high])
    assert winner == high
    assert rejected == [
        {"rule": "flag:a", "because": {"code": "lower_claim", "params": {"claim": "started"}}},
        {"rule": "x", "because": {"code": "same_claim", "params": {"claim": "effective"}}},
    ]


@given(CLAIMS)
def test_order_does_not_matter(claims):
    winner, rejected = decide(claims)
    assert decide(claims[::-1]) == (winner, rejected)
    assert len(rejected) == max(len(set(claims)) - 1, 0)
    assert all(winner.rank >= claim.rank for claim in claims)
