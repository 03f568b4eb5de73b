"""Segments of customers from what they bought and when they came (CB-SEG-01, DEALER-LOST-01)."""

from dataclasses import dataclass, field
from datetime import date

from .customer_grade import add_months

ENGINE = "customer_segment/1"
#: best first: a customer of several companies counts as what the best of them says
SEGMENTS = ("high_value", "high_contribution", "ordinary", "dormant", "lost")
KEY = SEGMENTS[:2]


@dataclass(frozen=True)
class Rule:
    """Who is in a segment: at least so much, so often, within ``months`` (0: ever), and away so long.

    ``quiet_months``: the last purchase or visit is so many months ago, that day included; 0: any time.
    """

    code: str
    segment: str
    amount: float = 0.0
    count: int = 0
    months: int = 0
    quiet_months: int = 0


@dataclass
class History:
    """What a company knows of a customer. ``windows``: {months: (amount, count)}, 0 for ever."""

    last: date
    windows: dict = field(default_factory=dict)


def since(months, today):
    """Return the day before the first one that counts within ``months``; None: all of them do."""
    return add_months(today, -months) if months else None


def is_quiet(last, months, today):
    """Whether the last purchase or visit is so many months ago or more: lost at six months exactly."""
    return add_months(last, months) <= today


def judge(history, today, rules):
    """Return (the first rule that fits or None, why the rules before it did not)."""
    rejected = []
    for rule in rules:
        because = _failed(rule, history, today)
        if because is None:
            return rule, rejected
        code, params = because
        rejected.append({"rule": rule.code, "because": {"code": code, "params": params}})
    return None, rejected


def _failed(rule, history, today):
    if rule.quiet_months and not is_quiet(history.last, rule.quiet_months, today):
        return "not_quiet", {"months": rule.quiet_months}
    amount, count = history.windows[rule.months]
    if amount < rule.amount:
        return "amount_less", {"amount": rule.amount}
    if count < rule.count:
        return "count_less", {"count": rule.count}
    return None


def best(judged):
    """Return of several (rule, …) the one with the best segment; the first of equals."""
    return min(judged, key=lambda one: SEGMENTS.index(one[0].segment))
