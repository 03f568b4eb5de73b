"""Whether a second person who asks a customer again hears the same (catalogue C2, HOTEL-CUS-03)."""

from dataclasses import dataclass
from hashlib import sha256

#: how far two answers to a question may be apart
MUST_MATCH, MAY_DIFFER, MAY_CHANGE = "must_match", "may_differ", "may_change"
#: steps of satisfaction between the two calls from which somebody has to look at it
FAR = 2


@dataclass(frozen=True)
class Difference:
    """One thing that differs: ``weight`` is the verdict that it calls for by itself."""

    key: object
    kind: str
    first: object
    second: object
    weight: str


def is_problem(result, satisfaction):
    """Tell whether what a customer said has to be settled: a problem, or an answer of the two worst."""
    return result == "problem" or satisfaction in ("1", "2")


def is_recovered(result, satisfaction):
    """Tell whether a customer is content after a problem: satisfied, or without an answer nothing to do."""
    if satisfaction:
        return int(satisfaction) >= 4 and result != "problem"
    return result in ("fine", "praise")


def normal(answer):
    """Return an answer as it is compared: texts without case and spaces around words; None for no answer."""
    if isinstance(answer, str):
        return " ".join(answer.casefold().split()) or None
    if isinstance(answer, list | tuple | set | frozenset):
        return tuple(sorted(answer)) or None
    return answer


def differences(first, second, classes):
    """Return the differences between two sets of answers, {key: answer}, that count for something.

    What may change in the meantime counts for nothing. What must match and was not answered again leaves
    the matter open; what was not answered the first time is not compared.

    :param classes: {key: class}; those not named may differ
    """
    found = []
    for key, answer in first.items():
        kind = classes.get(key, MAY_DIFFER)
        before, after = normal(answer), normal(second.get(key))
        if kind == MAY_CHANGE or before is None or before == after:
            continue
        if kind == MUST_MATCH:
            found.append(Difference(key, kind, answer, second.get(key), "mismatch" if after else "unclear"))
        elif after is not None:
            found.append(Difference(key, kind, answer, second.get(key), "match"))
    return found


def satisfaction_difference(first, second):
    """Return the difference between two marks from 1 to 5 as texts, None where they agree or one is missing."""
    if not first or not second or first == second:
        return None
    weight = "unclear" if abs(int(first) - int(second)) >= FAR else "match"
    return Difference("satisfaction", MAY_DIFFER, first, second, weight)


def verdict(remembered, found):
    """Return what the second call says about the first: ``match``, ``mismatch`` or ``unclear``.

    :param remembered: ``yes``, ``no`` (there was no call) or ``unknown``
    :param found: differences
    """
    weights = {difference.weight for difference in found}
    if remembered == "no" or "mismatch" in weights:
        return "mismatch"
    if remembered != "yes" or "unclear" in weights:
        return "unclear"
    return "match"


def fraction(seed, key):
    """Return a number from 0 to below 1 that only ``seed`` and ``key`` decide."""
    return int.from_bytes(sha256(f"{seed}:{key}".encode()).digest()[:8]) / 2**64


def pick(seed, key, candidates):
    """Return one of the sorted candidates by the seed, None where there is none."""
    names = sorted(candidates)
    return names[int(fraction(seed, key) * len(names))] if names else None
