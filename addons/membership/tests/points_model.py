"""The points of some cards by a slow, small model: every hundredth is a coin that lies in one purse.

Only the standard library, and nothing of the engine: what the ledger does is compared with it.
"""

import calendar
from datetime import date, timedelta


class Refused(Exception):
    """The step is not possible."""


class Card:
    def __init__(self):
        self.purse = []  # coins: (last day, number of the lot)
        self.debt = self.earned = 0
        self.frozen = False
        self.into = None  # the card that took this one over

    @property
    def final(self):
        return self.into.final if self.into else self


class Move:
    """A change of points; those that take it back lie below it.

    :param said: how many hundredths it is about
    """

    def __init__(self, card, kind, said, gives, above=None):
        self.card, self.kind, self.said, self.gives, self.above = card, kind, said, gives, above
        self.below = []
        self.hold = "held" if kind == "reserve" else None
        self.lots = set()  # into which it put coins
        self.taken = {}  # lot: what it, with all below it, took; None: was owed
        self.gone = 0  # coins of its lots that expired since, as far as that was not made good below it
        self.earned = 0
        if above:
            above.below.append(self)

    @property
    def left(self):
        return self.said - sum(move.left for move in self.below)

    def take(self, lot, coins):
        """Note coins that were taken, or came back, for this move and all above it."""
        for move in self.line():
            move.taken[lot] = move.taken.get(lot, 0) + coins

    def spare(self, coins):
        """Note that it moved fewer coins than it said, for they had expired."""
        for number, move in enumerate(self.line()):
            move.gone += -coins if number % 2 else coins

    def line(self):
        move = self
        while move:
            yield move
            move = move.above


class Points:
    """Cards of one program: points expire some months after they came in, and are redeemed in a season."""

    def __init__(self, today, months, season, cards):
        self.today, self.months, self.season = today, months, season
        self.cards = [Card() for _card in range(cards)]
        self.lots, self.moves = [], []  # lots: (card, issued, last day)

    def wait(self, days, job):
        self.today += timedelta(days)
        if job:
            for card in self.cards:
                self.rot(card)

    def earn(self, card, much, last=None):
        if card.into or (last and last < self.today):
            raise Refused
        self.rot(card)
        return self.bring(card, "earn", much, last or self.last_day())

    def redeem(self, card, much, kind="redeem"):
        usable = [coin for coin in card.purse if coin[0] >= self.today]
        if card.into or card.frozen or not self.is_season() or len(usable) < much:
            raise Refused
        self.rot(card)
        return self.pay(Move(card, kind, much, False), much)

    def is_season(self):
        return self.season[0] <= (self.today.month, self.today.day) <= self.season[1]

    def commit(self, move):
        if move.hold != "held":
            raise Refused
        move.hold = "committed"

    def release(self, move):
        if move.hold != "held":
            raise Refused
        move.hold = "released"
        return self.undo(move, move.left, "release")

    def reverse(self, card, move):
        wrong = card.into or move.card.final is not card or move.kind in ("return", "release")
        if wrong or move.hold in ("held", "released") or not move.left:
            raise Refused
        return self.undo(move, move.left)

    def till(self, card, change):
        """Somebody writes the balance: never refused, what is not there is owed."""
        self.rot(card)
        if change > 0:
            return self.bring(card, "adjust", change, self.last_day())
        return self.pay(Move(card, "adjust", -change, False), -change)

    def order(self, card, earned, spent):
        usable = sum(coin[0] >= self.today for coin in card.purse)
        if spent > max(usable + earned - card.debt, 0):
            raise Refused
        self.rot(card)
        moves = [self.bring(card, "earn", earned, self.last_day())] if earned else []
        return moves + ([self.redeem(card, spent)] if spent else [])

    def cancel(self, moves):
        """Take an order's moves back: what was spent first."""
        for move in moves:
            self.rot(move.card.final)
        for move in reversed(moves):
            if move.left:
                self.undo(move, move.left)

    def merge(self, card, other):
        for one in (card, other):
            self.rot(one)
        card.earned, other.earned = card.earned + other.earned, 0
        card.debt, other.debt = card.debt + other.debt, 0
        coins, other.purse = other.purse, []
        card.frozen, other.into = card.frozen or other.frozen, card
        self.put(card, coins)

    def undo(self, move, much, kind="return"):
        """Take back so much of a move: what it said, not what is there."""
        card = move.card.final
        self.rot(card)
        counter = Move(card, kind, much, not move.gives, move)
        counter.earned = much * ((move.earned < 0) - (move.earned > 0))
        card.earned += counter.earned
        if move.gives:
            forgiven = min(much, max(move.gone, 0))
            counter.spare(forgiven)
            return self.pay(counter, much - forgiven, move.lots)
        return self.bring_back(move, counter, much)

    def bring_back(self, move, counter, much):
        """What was taken last comes back first; what was owed, and is no longer, is a new lot."""
        card = counter.card
        taken = [lot for lot, coins in move.taken.items() if lot is not None for _coin in range(coins)]
        back = ([*taken, *[None] * move.taken.get(None, 0)])[: -much - 1 : -1]
        owed = back.count(None)
        cancelled = min(owed, card.debt)
        card.debt -= cancelled
        coins = self.mint(card, owed - cancelled, self.last_day()) if owed > cancelled else []
        coins += [(self.lots[lot][2], lot) for lot in back if lot is not None]
        counter.lots = {lot for _last, lot in coins}
        for lot in back:
            counter.take(lot, -1)
        counter.spare(much - len(back))
        self.moves.append(counter)
        self.put(card, coins)
        return counter

    def bring(self, card, kind, much, last):
        """Coins come in as a new lot."""
        move, coins = Move(card, kind, much, True), self.mint(card, much, last)
        move.earned = much
        card.earned += much
        move.lots = {lot for _last, lot in coins}
        self.moves.append(move)
        self.put(card, coins)
        return move

    def mint(self, card, much, last):
        self.lots.append((card, much, last))
        return [(last, len(self.lots) - 1)] * much

    def put(self, card, coins):
        """Coins come in: those past their day are gone at once, then what is owed is settled."""
        card.purse += coins
        self.rot(card)
        card.purse.sort()
        settled = min(card.debt, len(card.purse))
        card.debt -= settled
        del card.purse[:settled]

    def pay(self, move, much, own=()):
        """Take coins, those of the lots ``own`` first, then what expires first; what is missing is owed."""
        card = move.card
        card.purse.sort(key=lambda coin: (coin[1] not in own, coin))
        paid, card.purse = card.purse[:much], card.purse[much:]
        card.debt += much - len(paid)
        for lot in [lot for _last, lot in paid] + [None] * (much - len(paid)):
            move.take(lot, 1)
        self.moves.append(move)
        return move

    def rot(self, card):
        """Coins whose day is past are gone."""
        due = [coin for coin in card.purse if coin[0] < self.today]
        if due:
            card.purse = [coin for coin in card.purse if coin[0] >= self.today]
        for _last, lot in due:
            for move in self.moves:
                move.gone += lot in move.lots

    def last_day(self):
        """The same day of a later month, or its last one."""
        if not self.months:
            return date.max
        months = self.today.year * 12 + self.today.month - 1 + self.months
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(self.today.day, calendar.monthrange(year, month)[1]))
