"""Points of a card: lots that expire, what is owed, and how postings change them (invariants P1–P6).

Points are whole hundredths here, so that sums are exact. A card has lots, each with its last usable day;
what is spent comes from the lots that expire first. What a return or a till cannot take is owed: the balance
never goes below zero, and what comes in next settles it first. So either the balance or what is owed is zero.

``Account`` holds the lots of one card. Each method changes it and returns a ``Posting`` that says how:
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

    def is_past(self, today):
        """Tell whether the last usable day is over."""
        return bool(self.expires_on and self.expires_on < today)


@dataclass
class Posting:
    """How the account changed.

    :param points: change of the balance less what is owed
    :param uses: [(key of a lot, change of its remaining)]
    :param settles: likewise, what was taken to settle debts
    :param lots: lots that it makes; what these settled at once is what they have less than was issued
    """

    points: int
    uses: list = field(default_factory=list)
    settles: list = field(default_factory=list)
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
        return Posting(points, lots=[self._new_lot(points, expires_on)])

    def spend(self, points):
        """Take points out.

        :raise NotEnough: there are less
        """
        if points > self.balance:
            raise NotEnough(self.balance)
        return self.take(points)

    def take(self, points, first=()):
        """Take points out, from the lots ``first`` before the others; what is missing is owed."""
        uses, missing = self._draw(self._in_order(first), points)
        self.owed += missing
        return Posting(-points, uses)

    def take_back(self, points, own, forgiven=0):
        """Take back what came in: from its own lots, then from the others; the rest is owed.

        :param own: keys of the lots into which it came
        :param forgiven: how much of it expired, and so is gone already: not taken twice
        """
        return self.take(points - min(points, forgiven), own)

    def give_back(self, taken, points, today, expires_on=None):
        """Give back part of what a spending took, to the lots that it came from; then settle what is owed.

        What was taken last, which expires last, comes back first. What comes back to a lot whose last day is
        past settles nothing: it expires, see ``expire``.

        :param taken: [(key of a lot, how much)] in the order in which it was taken, as far as it was not
            given back yet; key None: it was owed
        :param expires_on: last usable day of what was owed and has been settled since: it becomes a new lot
        """
        posting, left = Posting(0), points
        for key, much in reversed(taken):
            back = min(much, left)
            left -= back
            if not back:
                continue
            if key is not None:
                self.lots[key].remaining += back
                posting.uses.append((key, back))
                continue
            cancelled = min(back, self.owed)
            self.owed -= cancelled
            if back > cancelled:
                posting.lots.append(self._new_lot(back - cancelled, expires_on))
        # less was taken than is given back where some had expired before: that is not given back either
        posting.points = points - left
        posting.settles = self._settle(today)
        return posting

    def absorb(self, other, today):
        """Take over the lots and the debts of another account; then settle what is owed.

        :return: what left the other account, and what came into this one
        """
        net = other.balance - other.owed
        self.lots |= other.lots
        self.owed += other.owed
        other.lots, other.owed = {}, 0
        return Posting(-net), Posting(net, settles=self._settle(today))

    def expire(self, today):
        """Take the lots out whose last usable day is past; None where there are none."""
        uses = [
            (key, -lot.remaining) for key, lot in self._in_order() if lot.remaining and lot.is_past(today)
        ]
        for key, change in uses:
            self.lots[key].remaining += change
        return Posting(sum(change for _key, change in uses), uses) if uses else None

    def _new_lot(self, points, expires_on):
        settled = min(points, self.owed)
        self.owed -= settled
        return Lot(points, points - settled, expires_on)

    def _settle(self, today):
        """Settle what is owed from lots that are still usable; return what was taken from which."""
        usable = [(key, lot) for key, lot in self._in_order() if not lot.is_past(today)]
        uses, self.owed = self._draw(usable, self.owed)
        return uses

    @staticmethod
    def _draw(lots, points):
        """Take points from lots, in this order; return [(key, change)] and what is missing."""
        uses = []
        for key, lot in lots:
            much = min(points, lot.remaining)
            if much:
                lot.remaining -= much
                points -= much
                uses.append((key, -much))
        return uses, points

    def _in_order(self, first=()):
        """Return [(key, lot)]: what expires first comes first, after the lots ``first``."""
        return sorted(
            self.lots.items(), key=lambda one: (one[0] not in first, one[1].expires_on or date.max, one[0])
        )


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
