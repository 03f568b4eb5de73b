"""Grades of customers: by their need and the day on which a deal is expected (GRADE-LVL-01, Q-33)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

ENGINE = "customer_grade/1"
#: how much a customer needs something, least first
NEEDS = ("none", "potential", "clear")
URGENCIES = (("urgent", 7, "days"), ("moderate", 1, "months"), ("not_urgent", 3, "months"))


@dataclass(frozen=True)
class Grade:
    """A rule: customers with at least this need, expected to buy within ``months`` (inclusive; 0: any)."""

    code: str
    need: str
    months: int = 0


def add_months(day, months):
    """Return the same day ``months`` later; the last of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add(day, amount, unit):
    """Return the day so many days, months or years later.

    :raise OverflowError: no calendar reaches so far
    """
    try:
        if unit == "days":
            return day + timedelta(amount)
        return add_months(day, amount * 12 if unit == "years" else amount)
    except ValueError as error:
        raise OverflowError from error


def grade(need, closing, today, rules):
    """Return (code of the first rule that fits or None, why the rules before it did not).

    :param need: one of ``NEEDS``, or None where it is not known: then nothing fits
    :param closing: the day on which a deal is expected, or None; a day that is over counts as today
    :param rules: iterable of ``Grade`` in their order
    """
    rejected = []
    for rule in rules:
        because = _failed(rule, need, closing, today)
        if because is None:
            return rule.code, rejected
        code, params = because
        rejected.append({"rule": rule.code, "because": {"code": code, "params": params}})
    return None, rejected


def _failed(rule, need, closing, today):
    if need is None:
        return "need_unknown", {}
    if NEEDS.index(need) < NEEDS.index(rule.need):
        return "need_less", {"need": rule.need}
    if not rule.months:
        return None
    if closing is None:
        return "closing_unknown", {"months": rule.months}
    until = add_months(today, rule.months)
    if closing > until:
        return "closing_later", {"until": until.isoformat(), "months": rule.months}
    return None


def next_contact(contact, amount, unit, gap_until=None):
    """Return the latest day of the next contact: “at least every” so much after ``contact`` (GRADE-LOG-01).

    None without a contact or an interval (``amount`` 0), or where no calendar reaches so far.

    :param gap_until: last day of a longer gap that somebody justified, or None (HOTEL-CUS-02)
    """
    if contact is None or amount <= 0:
        return None
    try:
        day = add(contact, amount, unit)
    except OverflowError:
        return None
    return max(day, gap_until) if gap_until else day


def urgency(closing, today):
    """Return how soon something has to be done (GRADE-DIV-02); None without a day."""
    if closing is None:
        return None
    for code, amount, unit in URGENCIES:
        if closing <= add(today, amount, unit):
            return code
    return "potential"
