"""Of several policies that say something about a case, the one that asks for most counts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """What one policy asks for: ``source`` names it, ``value`` is a code; the higher ``rank``, the more."""

    source: str
    value: str
    rank: int


def decide(claims):
    """Return (the highest claim or None, the others as an explanation keeps them), in order of their sources.

    Of equal ones the first by its source counts, so that the answer does not depend on the order given.
    """
    ordered = sorted(set(claims), key=lambda claim: (claim.source, -claim.rank, claim.value))
    winner = max(ordered, key=lambda claim: claim.rank, default=None)
    rejected = [
        {
            "rule": claim.source,
            "because": {
                "code": "lower_claim" if claim.rank < winner.rank else "same_claim",
                "params": {"claim": claim.value},
            },
        }
        for claim in ordered
        if claim is not winner
    ]
    return winner, rejected
