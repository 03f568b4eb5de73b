"""Points of a card: lots that expire, what is owed, and how each posting changes them (invariants P1–P6).

Points are whole hundredths here, so that sums are exact. A card has lots, each with its last usable day; what
is spent comes from the lots that expire first. What a return or a till cannot take is owed: the balance never
goes below zero, and what comes in next settles it first. So either the balance or what is owed is zero.

``Account`` holds the open lots of one card. Each method changes it and returns a ``Posting`` that says how:
whoever keeps the account stores the posting, and nothing else.
"""

import calendar
from dataclasses import dataclass, field
from datetime import date

#: hundredths in a point
UNIT = 100
#: how long points stay usable: for ever, months from the day of earning, or to the end of a year
EXPIRIES = ("never", "months", "year_end")


class NotEnough(ValueError):
    """More is to be spent than there is.

    :param left: hundredths that are there
    """

    def __init__(self, left):
        super().__init__(left)
        self.left = left


@dataclass
class Lot:
    """Points that came in together: usable to ``expires_on``, that day included; None: for ever."""

    issued: int
    remaining: int
    expires_on: date | None = None


@dataclass
class Posting:
    """How the account changed.

    :param points: change of the balance less what is owed
    :param uses: [(key of a lot, change of its remaining)]; the new lots have the keys -1, -2, …
    :param lots: the lots that this posting makes
    """

    points: int
    uses: list = field(default_factory=list)
    lots: list = field(default_factory=list)


@dataclass
class Account:
    """The lots of a card by key, and what it owes; keys rise in the order in which lots were made."""

    lots: dict = field(default_factory=dict)
    owed: int = 0

    @property
    def balance(self):
        return sum(lot.remaining for lot in self.lots.values())

    def earn(self, points, expires_on=None):
        """Bring points in as a new lot; what is owed is settled from it first."""
        return self._bring_in(Posting(points), [Lot(points, points, expires_on)])

    def spend(self, points):
        """Take points out.

        :raise NotEnough: there are less
        """
        if points > self.balance:
            raise NotEnough(self.balance)
        return self.take(points)

    def take(self, points, first=None):
        """Take points out, from the lot ``first`` before the others; what is missing is owed."""
        uses, missing = self._draw(points, first)
        self.owed += missing
        return Posting(-points, uses)

    def give_back(self, taken, points, before=0):
        """Give back part of what a spending took, to the lots that it came from; then settle what is owed.

        What was taken last, which expires last, comes back first. What had been owed comes back as a new lot.

        :param taken: [(key of a lot, None for what was owed, and how much)] in the order in which it was taken
        :param before: how much of it was given back already
        """
        posting, fresh = Posting(points), 0
        for key, back in _part(taken, points, before):
            if key is None:
                fresh += back
            else:
                self.lots[key].remaining += back
                posting.uses.append((key, back))
        return self._bring_in(posting, [Lot(fresh, fresh)] if fresh else [])

    def take_back(self, points, own, forgiven=0):
        """Take back what an earning brought in: from its own lot, then from the others; the rest is owed.

        :param own: key of the lot of the earning
        :param forgiven: how much of it expired, and so is gone already: not taken twice
        """
        spared = min(points, forgiven)
        return self.take(points - spared, own)

    def absorb(self, other):
        """Take over all that another account has and owes, which is empty afterwards.

        :return: the posting of the other account, and that of this one
        """
        lots = [Lot(lot.remaining, lot.remaining, lot.expires_on) for _key, lot in other._in_order()]
        net, owed = other.balance - other.owed, other.owed
        out = Posting(-net, other._draw(other.balance)[0])
        other.owed = 0
        self.owed += owed
        return out, self._bring_in(Posting(net), [lot for lot in lots if lot.issued])

    def expire(self, today):
        """Take the lots out whose last usable day is past; None where there are none."""
        uses = [
            (key, -lot.remaining)
            for key, lot in self._in_order()
            if lot.remaining and lot.expires_on and lot.expires_on < today
        ]
        for key, change in uses:
            self.lots[key].remaining += change
        return Posting(sum(change for _key, change in uses), uses) if uses else None

    def _bring_in(self, posting, lots):
        """Add new lots, then settle what is owed."""
        posting.lots = lots
        new = {-number: lot for number, lot in enumerate(lots, 1)}
        self.lots |= new
        uses, self.owed = self._draw(self.owed)
        posting.uses += uses
        for key in new:  # whoever stores them gives them their keys
            del self.lots[key]
        return posting

    def _draw(self, points, first=None):
        """Take points from the lots; return [(key, change)] and what is missing."""
        uses = []
        for key, lot in sorted(self._in_order(), key=lambda one: one[0] != first):
            much = min(points, lot.remaining)
            if much:
                lot.remaining -= much
                points -= much
                uses.append((key, -much))
        return uses, points

    def _in_order(self):
        """Return [(key, lot)]: what expires first comes first."""
        return sorted(
            self.lots.items(),
            key=lambda one: (one[1].expires_on or date.max, one[0] < 0, abs(one[0])),
        )


def _part(taken, points, before):
    """Return [(key, how much)] of the next ``points`` of what was taken, from its end; ``before`` are done."""
    found = []
    for key, much in reversed(taken):
        passed = min(much, before)
        back = min(much - passed, points)
        before -= passed
        points -= back
        if back:
            found.append((key, back))
    return found


def share(points, part, whole, before=0):
    """Return how much of ``points`` goes with the next part of a return (P4).

    Whole hundredths are taken as the parts add up; the last part takes exactly what is left.

    :param part: how much is returned by now, altogether
    :param whole: of how much
    :param before: what went with the parts before
    """
    due = points if part >= whole else points * max(part, 0) // whole
    return max(due - before, 0)


def expiry_of(kind, count, day):
    """Return the last usable day of points that came in on ``day``, None for ever (CONV-TIME-05).

    :param kind: one of ``EXPIRIES``
    :param count: months, or years after the present one
    """
    if kind == "months":
        year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    if kind == "year_end":
        return date(day.year + count, 12, 31)
    return None


def is_redeemable(day, first, last):
    """Tell whether points may be redeemed on a day (DEALER-TIER-02, Q-24); both days included.

    :param first: (month, day), None: always
    :param last: likewise; before ``first``: over the turn of the year
    """
    if not first or not last:
        return True
    today = (day.month, day.day)
    return first <= today <= last if first <= last else today >= first or today <= last
