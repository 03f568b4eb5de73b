"""Points of a card against a small model that keeps every single hundredth by itself (P1–P6)."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from membership_engine.points import Account, NotEnough, Posting, expiry_of, is_redeemable, share

JAN = date(2026, 1, 1)


def day(number):
    return JAN + timedelta(days=number)


class Book:
    """An account as a model keeps it: postings are stored, new lots get the next key."""

    def __init__(self):
        self.account = Account()
        self.moves = []
        self.issued = {}

    def post(self, posting):
        """Store a posting as whoever keeps an account does; return the key of the first new lot."""
        if posting is None:
            return None
        keys = {}
        for number, lot in enumerate(posting.lots, 1):
            keys[-number] = len(self.issued)
            self.issued[keys[-number]] = lot.issued
            self.account.lots[keys[-number]] = lot
        posting.uses = [(keys.get(lot, lot), change) for lot, change in posting.uses]
        self.moves.append(posting)
        return keys.get(-1)

    def check(self):
        account = self.account
        assert account.owed >= 0 and not (account.owed and account.balance)
        assert sum(move.points for move in self.moves) == account.balance - account.owed
        for key, lot in account.lots.items():
            used = sum(change for move in self.moves for used, change in move.uses if used == key)
            assert 0 <= lot.remaining <= lot.issued == self.issued[key]
            assert lot.remaining == lot.issued + used


class Coins:
    """The slow model: every hundredth is a coin with a last day; nothing is computed, coins are moved."""

    def __init__(self):
        self.purse = []  # (last day or max, number of its lot, where it is from)
        self.debt = 0

    def pay(self, count, own=None):
        self.purse.sort(key=lambda coin: (coin[1] != own, coin[0], coin[1]))
        paid, self.purse = self.purse[:count], self.purse[count:]
        self.debt += count - len(paid)
        return paid + [None] * (count - len(paid))

    def put(self, coins):
        self.purse += coins
        while self.debt and self.purse:
            self.purse.sort()
            self.purse.pop(0)
            self.debt -= 1

    def rot(self, today):
        gone = [coin for coin in self.purse if coin[0] < today]
        self.purse = [coin for coin in self.purse if coin[0] >= today]
        return gone


def play(choose, steps):
    """Play random operations on both, and compare after each; ``choose(n)`` gives a number below n."""
    book, coins = Book(), Coins()
    earnings, spendings, today = [], [], 0
    for _step in range(steps):
        what = choose(7)
        if what == 0:
            today += choose(20)
            gone = coins.rot(day(today))
            posting = book.account.expire(day(today))
            assert -sum(change for _key, change in posting.uses) == len(gone) if posting else not gone
            book.post(posting)
            for earning in earnings:
                earning["expired"] += sum(coin[1] == earning["lot"] for coin in gone)
        elif what in (1, 2):
            much, lasts = 1 + choose(9), choose(30)
            last = day(today + lasts) if lasts < 25 else None
            lot = book.post(book.account.earn(much, last))
            coins.put([(last or date.max, lot)] * much)
            earnings.append({"points": much, "lot": lot, "back": 0, "expired": 0, "spared": 0})
        elif what == 3:
            much = 1 + choose(9)
            if much > len(coins.purse):
                with pytest.raises(NotEnough) as caught:
                    book.account.spend(much)
                assert caught.value.left == len(coins.purse)
            else:
                posting = book.account.spend(much)
                book.post(posting)
                paid = coins.pay(much)
                spendings.append({"uses": posting.uses, "coins": paid, "back": 0})
        elif what == 4 and earnings:
            earning = earnings[choose(len(earnings))]
            much = min(1 + choose(9), earning["points"] - earning["back"])
            if much:
                forgiven = earning["expired"] - earning["spared"]
                book.post(book.account.take_back(much, earning["lot"], forgiven))
                spared = min(much, forgiven)
                coins.pay(much - spared, earning["lot"])
                earning["back"] += much
                earning["spared"] += spared
        elif what == 5 and spendings:
            spending = spendings[choose(len(spendings))]
            much = min(1 + choose(9), len(spending["coins"]) - spending["back"])
            if much:
                taken = [(key, -change) for key, change in spending["uses"]]
                taken.append((None, spending["coins"].count(None)))
                lot = book.post(book.account.give_back(taken, much, spending["back"]))
                back = list(reversed(spending["coins"]))[spending["back"] : spending["back"] + much]
                coins.put([coin or (date.max, lot) for coin in back])
                spending["back"] += much
        elif what == 6:
            much = 1 + choose(9)
            posting = book.account.take(much)
            book.post(posting)
            spendings.append({"uses": posting.uses, "coins": coins.pay(much), "back": 0})
        book.check()
        assert (book.account.balance, book.account.owed) == (len(coins.purse), coins.debt)
        held = {}
        for _last, lot in coins.purse:
            held[lot] = held.get(lot, 0) + 1
        assert held == {key: lot.remaining for key, lot in book.account.lots.items() if lot.remaining}


@given(st.randoms(use_true_random=False), st.integers(1, 40))
def test_any_operations(rng, steps):
    play(rng.randrange, steps)


@pytest.mark.long
def test_a_hundred_thousand_steps():
    rng = random.Random(20261127)
    for _card in range(1000):
        play(rng.randrange, 100)


@given(st.randoms(use_true_random=False))
def test_merging_two_cards_keeps_everything(rng):
    books = []
    for _card in range(2):
        book = open_account(
            *((rng.randrange(1, 50), day(rng.randrange(9))) for _lot in range(rng.randrange(4)))
        )
        if rng.random() < 0.5:
            book.post(book.account.take(rng.randrange(1, 150)))
        books.append(book)
    kept, gone = books
    net = sum(book.account.balance - book.account.owed for book in books)
    lasting = sorted(lot.expires_on for book in books for lot in book.account.lots.values() if lot.remaining)
    owes = any(book.account.owed for book in books)
    for book, posting in zip((gone, kept), kept.account.absorb(gone.account), strict=True):
        book.post(posting)
        book.check()
    assert (gone.account.balance, gone.account.owed) == (0, 0)
    assert kept.account.balance - kept.account.owed == net
    left = sorted(lot.expires_on for lot in kept.account.lots.values() if lot.remaining)
    # a debt takes what expires first
    assert left == (lasting[len(lasting) - len(left) :] if owes else lasting)


def open_account(*lots, owed=0):
    """An account with lots of so many points that last to a day."""
    book = Book()
    for points, last in lots:
        book.post(book.account.earn(points, last))
    book.account.owed = owed
    return book


def test_what_expires_first_is_spent_first():
    book = open_account((100, None), (100, day(9)), (100, day(5)), (100, day(5)))
    assert book.account.spend(250).uses == [(2, -100), (3, -100), (1, -50)]


def test_the_last_usable_day_is_usable():
    book = open_account((100, day(5)))
    assert book.account.expire(day(5)) is None
    assert book.account.expire(day(6)) == Posting(-100, [(0, -100)])
    assert book.account.expire(day(7)) is None


def test_one_point_too_many():
    book = open_account((UNITS := 500, None))
    with pytest.raises(NotEnough):
        book.account.spend(UNITS + 1)
    assert book.account.spend(UNITS).points == -UNITS


def test_a_debt_is_settled_by_what_comes_in_next():
    book = open_account(owed=70)
    book.post(book.account.earn(50))
    assert (book.account.balance, book.account.owed) == (0, 20)
    book.post(book.account.earn(50))
    assert (book.account.balance, book.account.owed) == (30, 0)


def test_what_expired_is_not_taken_back_again():
    book = open_account((100, day(5)))
    book.post(book.account.spend(60))
    book.post(book.account.expire(day(6)))
    # of 100, 40 expired: what was spent is owed
    posting = book.account.take_back(100, 0, forgiven=40)
    assert (posting.points, book.account.owed) == (-60, 60)
    # and when the spending is undone as well, nothing is left of both
    book.account.give_back([(0, 60)], 60)
    assert (book.account.balance, book.account.owed) == (0, 0)


@given(st.integers(0, 10**6), st.lists(st.integers(1, 10**6), min_size=1, max_size=8))
def test_parts_add_up_to_the_whole(points, parts):
    whole, before, done = sum(parts), 0, 0
    for part in parts:
        done += part
        piece = share(points, done, whole, before)
        before += piece
        # never more than a hundredth away from the exact share
        assert points * done / whole - 1 <= before <= points * done / whole + 1e-6
    assert before == points


def test_more_is_returned_than_there_was():
    assert share(100, 250, 200) == 100
    assert share(100, 250, 200, 100) == 0
    assert share(100, -5, 200) == 0
    assert share(100, 0, 0) == 100


@pytest.mark.parametrize(
    ("kind", "count", "start", "last"),
    [
        ("never", 0, date(2026, 1, 31), None),
        ("months", 1, date(2026, 1, 31), date(2026, 2, 28)),
        ("months", 12, date(2024, 2, 29), date(2025, 2, 28)),
        ("months", 1, date(2026, 12, 15), date(2027, 1, 15)),
        ("year_end", 0, date(2026, 1, 1), date(2026, 12, 31)),
        ("year_end", 1, date(2026, 12, 31), date(2027, 12, 31)),
    ],
)
def test_last_usable_days(kind, count, start, last):
    assert expiry_of(kind, count, start) == last


@pytest.mark.parametrize(
    ("first", "last", "yes", "no"),
    [
        (None, None, [(1, 1), (12, 31)], []),
        ((12, 1), (12, 31), [(12, 1), (12, 31)], [(11, 30), (1, 1)]),
        ((12, 1), (1, 15), [(12, 1), (12, 31), (1, 15)], [(11, 30), (1, 16)]),
    ],
)
def test_when_points_are_redeemed(first, last, yes, no):
    for month_day in yes + no:
        assert is_redeemable(date(2026, *month_day), first, last) is (month_day in yes)
