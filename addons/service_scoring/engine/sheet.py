"""The sheet of a person or unit for a period: what of each entry counts, the score, and the money.

Pure: the same entries and terms give the same lines and numbers, in whatever order the entries come.
Points and money are ``Decimal`` with two places, rounded half up where a share is taken (CONV-MON-01).

Order of the steps: what was taken back within the period does not count; several rules hit by one act follow
the book's concurrence; a rule's cap for the period; the floor of the score; shares of the score last, of what
is left, together at most all of it (Q-03).
"""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from . import concurrence
from .fine import fine
from .numbers import rounded

ZERO, WHOLE = Decimal(0), Decimal(100)


class Entry(NamedTuple):
    """A confirmed entry of the ledger.

    ``points``: below zero for deductions. ``cap``: what its rule costs or earns at most in a period, 0
    without. ``share``: % of the score that it takes. ``withheld``: % of ``component`` that it withholds.
    ``reverses``: id of the entry that it takes back.
    """

    id: int
    day: str
    kind: str
    rule: str
    act: str
    points: Decimal = ZERO
    cap: Decimal = ZERO
    share: Decimal = ZERO
    component: int = 0
    withheld: Decimal = ZERO
    reverses: int = 0


class Terms(NamedTuple):
    """What the rule book says. ``floor``: None without. ``act_cap``: for concurrence ``capped``."""

    base: Decimal = ZERO
    floor: Decimal | None = None
    concurrence: str = "all"
    act_cap: Decimal = ZERO


class Prices(NamedTuple):
    """What points cost.

    ``amounts``: {component: money that shares are withheld of}; others are worth 0. ``before``:
    {component: %} that other sheets of the same month withhold already: a component is withheld once (Q-31).
    """

    brackets: tuple = ()
    reward: Decimal = ZERO
    amounts: dict = {}
    before: dict = {}


class Line(NamedTuple):
    """What of an entry counts, signed, and why: a code with plain parameters."""

    id: int
    applied: Decimal
    reason: str
    params: dict | None = None


class Sheet(NamedTuple):
    """``withheld``: {component: %}, the highest of each (Q-31)."""

    deducted: Decimal
    rewarded: Decimal
    score: Decimal
    lines: tuple
    withheld: dict


class Money(NamedTuple):
    """What is to be taken and given: ``fine`` and ``withheld`` reduce the pay, ``bonus`` adds to it."""

    fine: Decimal = ZERO
    withheld: Decimal = ZERO
    bonus: Decimal = ZERO

    def minus(self, other):
        """Return the difference, part by part."""
        return Money(*(mine - its for mine, its in zip(self, other, strict=True)))


def compute(entries, terms):
    """Return the ``Sheet`` of a person's or unit's entries of one period.

    Entries that take back one of another period (``reverses`` is not among ``entries``) count nothing here:
    what they give back is found by ``replay``.
    """
    entries = sorted(entries, key=lambda entry: (entry.day, entry.id))
    lines = _concur(entries, terms)
    _cap_rules(entries, lines)
    rewarded = sum((line.applied for line in lines.values() if line.applied > 0), ZERO)
    least = _floor(terms, rewarded)
    deducted = _keep_floor(entries, lines, least, terms.base + rewarded)
    deducted += _take_shares(entries, lines, least, terms.base + rewarded - deducted)
    return Sheet(
        deducted,
        rewarded,
        terms.base + rewarded - deducted,
        tuple(lines[entry.id] for entry in entries),
        _withhold(entries, lines),
    )


def final_score(sheet, terms, adjusted):
    """Return the score with what entries of closed periods that were reversed give back or take away."""
    score = sheet.score + adjusted
    return score if terms.floor is None else max(score, min(terms.floor, sheet.score))


def money(sheet, prices):
    """Return the ``Money`` of a sheet."""
    withheld = ZERO
    for component, share in sheet.withheld.items():
        more = max(share - prices.before.get(component, ZERO), ZERO)
        withheld += rounded(prices.amounts.get(component, ZERO) * more / WHOLE)
    return Money(fine(sheet.deducted, prices.brackets), withheld, rounded(sheet.rewarded * prices.reward))


def with_adjustments(amounts, changes):
    """Return the ``Money`` with what closed periods give back; a bonus taken back is taken like a fine."""
    fines, withheld, bonus = (sum(parts, ZERO) for parts in zip(amounts, *changes, strict=True))
    return Money(fines - min(bonus, ZERO), withheld, max(bonus, ZERO))


def replay(entries, terms, prices, gone_before, gone):
    """What a closed sheet would have been without what was taken back later.

    :param gone_before: ids of its entries that earlier adjustments gave back already
    :param gone: ids of its entries that are given back now, in order
    :return: [(id, change of the score, change of the ``Money``)] in the order of ``gone``
    """
    missing, changes = set(gone_before), []
    before, before_money = _without(entries, terms, prices, missing)
    for entry_id in gone:
        missing.add(entry_id)
        after, after_money = _without(entries, terms, prices, missing)
        changes.append((entry_id, after.score - before.score, after_money.minus(before_money)))
        before, before_money = after, after_money
    return changes


def less_written_off(changes, written_off, given_before):
    """Take what was never taken from the pay off what is given back.

    :param changes: ``Money`` changes; reductions below zero are given back
    :param written_off: what the pay guard of the closed sheet wrote off
    :param given_before: reductions (above zero) that earlier adjustments took back from that sheet
    :return: the changes, with the share of money never taken removed, fines first
    """
    left = max(written_off - given_before, ZERO)
    kept = []
    for change in changes:
        parts = []
        for part in (change.fine, change.withheld):
            unpaid = min(left, max(-part, ZERO))
            left -= unpaid
            parts.append(part + unpaid)
        kept.append(Money(*parts, change.bonus))
    return kept


def _without(entries, terms, prices, missing):
    sheet = compute([entry for entry in entries if entry.id not in missing], terms)
    return sheet, money(sheet, prices)


def _concur(entries, terms):
    """Return {id: line} after concurrence; what takes a share, withholds or only records has no points."""
    here = {entry.id for entry in entries}
    pairs = {entry.reverses for entry in entries if entry.reverses in here}
    lines, weighed = {}, []
    for entry in entries:
        if entry.id in pairs or entry.reverses in pairs:
            lines[entry.id] = Line(entry.id, ZERO, "reversed")
        elif entry.reverses:
            lines[entry.id] = Line(entry.id, ZERO, "earlier")
        elif entry.kind in ("deduction", "reward"):
            weighed.append(concurrence.Entry(entry.id, entry.act, entry.points))
        else:
            lines[entry.id] = Line(entry.id, ZERO, entry.kind)
    for entry_id, (points, reason) in concurrence.apply(weighed, terms.concurrence, terms.act_cap).items():
        lines[entry_id] = Line(entry_id, points, reason)
    return lines


def _cap_rules(entries, lines):
    used = defaultdict(lambda: ZERO)
    for entry in entries:
        line = lines[entry.id]
        if not entry.cap or not line.applied:
            continue
        points = min(abs(line.applied), entry.cap - used[entry.rule])
        used[entry.rule] += points
        if points < abs(line.applied):
            lines[entry.id] = Line(
                entry.id, points.copy_sign(line.applied) + ZERO, "rule_cap", {"cap": str(entry.cap)}
            )


def _floor(terms, rewarded):
    """The least score: a base that is smaller than the floor (pro rata) is not lifted to it."""
    return None if terms.floor is None else min(terms.floor, terms.base + rewarded)


def _keep_floor(entries, lines, least, most):
    """Cut the deductions that would bring the score from ``most`` below ``least``; return their sum."""
    deducted = ZERO
    for entry in entries:
        line = lines[entry.id]
        if line.applied >= 0:
            continue
        points = -line.applied
        if least is not None and deducted + points > most - least:
            points = most - least - deducted
            lines[entry.id] = Line(entry.id, ZERO - points, "floor", {"floor": str(least)})
        deducted += points
    return deducted


def _take_shares(entries, lines, least, left):
    """Take the shares of the score of what is ``left``, one after the other; return the points taken."""
    left, share, taken = max(left, ZERO), ZERO, ZERO
    most = left if least is None else max(left - max(least, ZERO), ZERO)
    for entry in entries:
        if entry.kind != "share" or lines[entry.id].reason != "share":
            continue
        share = min(share + entry.share, WHOLE)
        total = rounded(left * share / WHOLE)
        reason = "share" if total <= most else "floor"
        points = min(total, most) - taken
        taken += points
        lines[entry.id] = Line(
            entry.id, ZERO - points, reason, {"share": str(entry.share), "left": str(left)}
        )
    return taken


def _withhold(entries, lines):
    withheld = {}
    for entry in entries:
        if entry.component and entry.withheld and lines[entry.id].reason not in ("reversed", "earlier"):
            withheld[entry.component] = max(withheld.get(entry.component, ZERO), min(entry.withheld, WHOLE))
    return withheld
