"""Who pays a service order: cause and warranty decide by rules, people may decide otherwise (EQM-SVC-04).

The first rule in order that fits gives a ruling for the whole order. Where it rests on the warranty, the
warranty's cover of each kind of line (parts, labour, travel …) limits the company's share of that kind. An
approved exception takes the place of the ruling, for all lines or for one kind. Shares are percent.
"""

from dataclasses import dataclass

ENGINE = "order_liability/1"
WARRANTIES = ("in", "out", "unproven")
CAUSES = ("manufacturing", "misuse", "transport", "wear", "unknown")
LINE_KINDS = ("part", "labour", "travel", "freight", "other")
#: what counts for the order as a whole while it has no prices; travel only where somebody goes
WEIGHTS = ("part", "labour", "travel")
BENCH_WEIGHTS = ("part", "labour")
#: what a rule may say; ``judge``: the cause has to be found first, ``refuse``: this is not offered
OUTCOMES = ("company", "customer", "split", "judge", "refuse")
WHOLE = 100.0
#: the smallest share that is told apart from none and all
STEP = 0.01


@dataclass(frozen=True)
class Rule:
    """One row. None states no condition. ``by_cover``: the company pays as far as the warranty covers it.

    ``needs_approval``: it never holds by itself, but an exception may ask for it. ``level`` is the id of the
    level of authority that approves exceptions from this row.
    """

    id: int
    code: str
    outcome: str
    sequence: int = 10
    pack: str | None = None
    warranty: str | None = None
    cause: str | None = None
    kind: str | None = None
    company_share: float = 0.0
    by_cover: bool = False
    needs_approval: bool = False
    level: int | None = None


@dataclass(frozen=True)
class Facts:
    """What is known about an order; ``pack`` None: rules of all packs hold."""

    warranty: str
    cause: str
    kind: str
    pack: str | None = None


@dataclass(frozen=True)
class Granted:
    """An approved exception: the company's share for lines of ``kind``, None: of all kinds."""

    share: float
    kind: str | None = None


def failed_condition(rule, facts):
    """Return the first condition of ``rule`` that ``facts`` do not fulfil as (code, params), or None."""
    if facts.pack and rule.pack not in (facts.pack, None):
        return "pack_other", {"pack": rule.pack}
    for name in ("warranty", "cause", "kind"):
        wanted, known = getattr(rule, name), getattr(facts, name)
        if wanted and wanted != known:
            return f"{name}_other", {name: wanted}
    return None


def decide(rules, facts):
    """Return (how it was decided, the ``Rule`` that holds or None, the others as explanations keep them)."""
    ordered = sorted(rules, key=lambda rule: (rule.sequence, rule.code))
    winner, rejected = None, []
    for rule in ordered:
        because = failed_condition(rule, facts)
        if because is None and rule.needs_approval:
            because = "needs_approval", {}
        if because is None and winner is not None:
            because = "later_rule", {"rule": winner.code}
        if because is None:
            winner = rule
        else:
            code, params = because
            rejected.append({"rule": rule.code, "because": {"code": code, "params": params}})
    return ("no_rule" if winner is None else _how(winner)), winner, rejected


def _how(rule):
    if rule.outcome in ("judge", "refuse"):
        return rule.outcome
    return "by_cover" if rule.by_cover else "by_rule"


def proposals(rules, facts):
    """Return the rules that fit, but hold only with an approval: what may be asked for, in order."""
    fitting = [rule for rule in rules if rule.needs_approval and failed_condition(rule, facts) is None]
    return tuple(sorted(fitting, key=lambda rule: (rule.sequence, rule.code)))


def base_share(rule):
    """Return the company's share in percent that a rule gives before cover, or None where it decides none."""
    return {"company": WHOLE, "customer": 0.0, "split": rule.company_share}.get(rule.outcome)


def shares(rule, cover, exceptions=()):
    """Return {kind of line: company's share in percent, None: not decided}.

    :param rule: the ``Rule`` that holds, or None
    :param cover: {kind of line: percent that the warranty bears}; a kind that is missing is not covered
    :param exceptions: approved ones in the order of their approval; the last one for a kind counts
    """
    share = base_share(rule) if rule else None
    found = {}
    for kind in LINE_KINDS:
        found[kind] = share
        if share is not None and rule.by_cover:
            found[kind] = _percent(share * _within(cover.get(kind, 0.0)) / WHOLE)
    for exception in exceptions:
        for kind in LINE_KINDS if exception.kind is None else (exception.kind,):
            found[kind] = _percent(_within(exception.share))
    return found


def overall(by_kind, amounts, weights=WEIGHTS):
    """Return (liability, company's share, customer's share) of an order, (None, 0, 0) if not decided.

    Shares are weighed by what the lines cost; without prices the kinds of ``weights`` weigh the same.
    Whatever the rounding, an order is the company's or the customer's alone only if every line is.

    :param by_kind: see ``shares``
    :param amounts: [(kind of line, amount)]
    """
    weighed = [(by_kind[kind], amount) for kind, amount in amounts if amount > 0]
    weighed = weighed or [(by_kind[kind], 1.0) for kind in weights]
    if any(share is None for share, _amount in weighed):
        return None, 0.0, 0.0
    different = {share for share, _amount in weighed}
    if different == {WHOLE}:
        return "company", WHOLE, 0.0
    if different == {0.0}:
        return "customer", 0.0, WHOLE
    total = sum(amount for _share, amount in weighed)
    mean = sum(share * amount for share, amount in weighed) / total
    company = min(max(_percent(mean), STEP), WHOLE - STEP)
    return "split", company, _percent(WHOLE - company)


def side(share):
    """Return who pays a line of which the company bears ``share`` percent; None: not decided."""
    if share is None:
        return None
    return {WHOLE: "company", 0.0: "customer"}.get(share, "split")


def _within(percent):
    return min(max(percent, 0.0), WHOLE)


def _percent(value):
    return round(value, 2)
