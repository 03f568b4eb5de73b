"""Which term an item is sold with, and a term as plain data: a promise stays as it was when it was given."""

from datetime import date
from typing import NamedTuple

from .warranty import Cover, Right, Terms


class Candidate(NamedTuple):
    """A term that may hold for an item. Without products and categories it holds for all."""

    code: str
    id: int
    products: frozenset = frozenset()
    categories: frozenset = frozenset()
    valid_from: date | None = None
    valid_to: date | None = None
    pack: str | None = None


class Facts(NamedTuple):
    """An item sold on ``day``; ``categories`` from its own up to the root; ``pack`` that documents follow."""

    product: int
    categories: tuple
    day: date
    pack: str | None = None


class Choice(NamedTuple):
    """``decision``: of_product, of_category, of_all or no_term; ``rejected``: (code, because, params)."""

    id: int | None
    code: str | None
    decision: str
    rejected: tuple


def choose(candidates, facts):
    """Return the ``Choice`` of the term that says most about an item: product, nearest category, all.

    Of several that say as much, the first one.
    """
    fitting, rejected = [], []
    for place, one in enumerate(candidates):
        because = _failed_condition(one, facts)
        if because:
            rejected.append((one.code, *because))
        else:
            fitting.append((_distance(one, facts), place, one))
    if not fitting:
        return Choice(None, None, "no_term", tuple(rejected))
    distance, _place, best = min(fitting, key=lambda found: found[:2])
    rejected += [
        (one.code, "term_after" if far == distance else "term_less_specific", {"term": best.code})
        for far, _place, one in sorted(fitting, key=lambda found: found[:2])
        if one is not best
    ]
    decision = {0: "of_product", len(facts.categories) + 1: "of_all"}.get(distance, "of_category")
    return Choice(best.id, best.code, decision, tuple(rejected))


def _failed_condition(one, facts):
    if one.pack and facts.pack and one.pack != facts.pack:
        return "term_other_pack", {"pack": one.pack}
    if one.valid_from and facts.day < one.valid_from:
        return "term_not_yet", {"on": one.valid_from.isoformat()}
    if one.valid_to and facts.day > one.valid_to:
        return "term_no_more", {"on": one.valid_to.isoformat()}
    if _distance(one, facts) is None:
        return "term_other_product", {}
    return None


def _distance(one, facts):
    """Return 0 for the product itself, n for its n-th category, one more for all; None: another product."""
    if facts.product in one.products:
        return 0
    for number, category in enumerate(facts.categories, 1):
        if category in one.categories:
            return number
    return None if one.products or one.categories else len(facts.categories) + 1


def as_json(terms):
    """Return ``Terms`` as plain data."""
    return {
        **{name: getattr(terms, name) for name in ("code", "limit_unit", "repair_stops", "exchange")},
        **{name: getattr(terms, name) for name in ("needs_proof", "transferable")},
        "causes": sorted(terms.causes),
        "words": list(terms.words),
        "covers": [cover._asdict() for cover in terms.covers],
        "rights": [right._asdict() for right in terms.rights],
    }


def from_json(data):
    """Return the ``Terms`` of plain data."""
    return Terms(
        **{
            **data,
            "causes": frozenset(data["causes"]),
            "words": tuple(data["words"]),
            "covers": tuple(Cover(**cover) for cover in data["covers"]),
            "rights": tuple(Right(**right) for right in data["rights"]),
        }
    )
