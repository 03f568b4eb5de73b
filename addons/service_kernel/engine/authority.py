"""Who may decide a case: ordered rules with plain conditions, of which the highest level wins.

Conditions of one rule hold together; a condition that a rule does not state does not matter. Bounds follow
CONV-BND-01: an amount from 500 includes 500, up to 2000 excludes it. What is not known fulfils no condition
(decisions 7).
"""

from dataclasses import dataclass

from .decision import Decision, Rejected

ENGINE = "authority/1"
RANKS = ("staff", "supervisor")


@dataclass(frozen=True)
class Level:
    """A level of authority; the higher ``rank``, the more it may decide."""

    id: int
    code: str
    rank: int


@dataclass(frozen=True)
class Rule:
    """One rule. Empty sets and None state no condition; ``categories`` holds subcategories, too.

    ``flags`` are codes, of which one is enough; ``complained_rank`` means this rank or above.
    """

    code: str
    level: Level
    sequence: int = 10
    categories: frozenset = frozenset()
    flags: frozenset = frozenset()
    amount_from: float | None = None
    amount_to: float | None = None
    complained_rank: str | None = None
    failed_below: bool = False
    customer_insists: bool = False


@dataclass(frozen=True)
class Facts:
    """What is known about a case; ``amount`` None is an unknown amount, not zero."""

    category: int | None = None
    flags: frozenset = frozenset()
    amount: float | None = None
    complained_rank: str | None = None
    failed_below: bool = False
    customer_insists: bool = False


def failed_condition(rule, facts):
    """Return the first condition of ``rule`` that ``facts`` do not fulfil as (code, params), or None."""
    checks = (_category, _flags, _amount, _rank, _failed_below, _customer_insists)
    return next((because for check in checks if (because := check(rule, facts))), None)


def decide(rules, facts):
    """Return the ``Decision``: ``value`` is the highest ``Level`` that a matching rule calls for, or None.

    Of several rules for that level the first in order (sequence, code) is named; every other rule is kept as
    rejected, with its reason.
    """
    ordered = sorted(rules, key=lambda rule: (rule.sequence, rule.code))
    failed = {position: failed_condition(rule, facts) for position, rule in enumerate(ordered)}
    matching = [rule for position, rule in enumerate(ordered) if not failed[position]]
    winner = max(matching, key=lambda rule: rule.level.rank, default=None)
    rejected = []
    for position, rule in enumerate(ordered):
        if rule is winner:
            continue
        code, params = failed[position] or _outranked(rule, winner)
        rejected.append(Rejected(rule.code, code, params))
    if winner is None:
        return Decision("no_rule", None, None, tuple(rejected))
    return Decision("highest_level", winner.level, winner.code, tuple(rejected))


def _outranked(rule, winner):
    code = "lower_level" if rule.level.rank < winner.level.rank else "same_level"
    return code, {"level": rule.level.code, "rule": winner.code}


def _category(rule, facts):
    if rule.categories and facts.category is None:
        return "category_unknown", {}
    if rule.categories and facts.category not in rule.categories:
        return "category_other", {}
    return None


def _flags(rule, facts):
    if rule.flags and not rule.flags & facts.flags:
        return "flags_missing", {"flags": sorted(rule.flags)}
    return None


def _amount(rule, facts):
    if rule.amount_from is None and rule.amount_to is None:
        return None
    if facts.amount is None:
        return "amount_unknown", {}
    if rule.amount_from is not None and facts.amount < rule.amount_from:
        return "amount_below", {"amount": facts.amount, "amount_from": rule.amount_from}
    if rule.amount_to is not None and facts.amount >= rule.amount_to:
        return "amount_not_below", {"amount": facts.amount, "amount_to": rule.amount_to}
    return None


def _rank(rule, facts):
    if not rule.complained_rank:
        return None
    if not facts.complained_rank:
        return "rank_unknown", {}
    if RANKS.index(facts.complained_rank) < RANKS.index(rule.complained_rank):
        return "rank_below", {"rank": rule.complained_rank}
    return None


def _failed_below(rule, facts):
    return ("not_failed_below", {}) if rule.failed_below and not facts.failed_below else None


def _customer_insists(rule, facts):
    return ("not_insisted", {}) if rule.customer_insists and not facts.customer_insists else None
