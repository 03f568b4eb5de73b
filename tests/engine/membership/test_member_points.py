"""Points of a card against a small model that keeps every single hundredth by itself (P1–P6)."""

import random
from collections import Counter
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from membership_engine.points import Account, NotEnough, Posting, expiry_of, is_redeemable, share

JAN = date(2026, 1, 1)


def day(number):
    return JAN + timedelta(days=number)


class Book:
    """An account as a model keeps it: postings are stored, new lots get the next key."""

    def __init__(self, keys):
        self.account = Account()
        self.moves = []
        self.keys = keys
        self.issued = {}

    def post(self, posting):
        """Store it; return the keys of the lots that it made."""
        if posting is None:
            return []
        made = []
        for lot in posting.lots:
            key = next(self.keys)
            made.append(key)
            self.issued[key] = lot.issued
            self.account.lots[key] = lot
            if lot.remaining < lot.issued:
                posting.settles.append((key, lot.remaining - lot.issued))
        self.moves.append(posting)
        return made

    def check(self):
        account = self.account
        assert account.owed >= 0
        assert not (account.owed and account.balance)
        assert sum(move.points for move in self.moves) == account.balance - account.owed

    @staticmethod
    def check_lots(books):
        changes, lots, issued = {}, {}, {}
        for book in books:
            lots |= book.account.lots
            issued |= book.issued
            for move in book.moves:
                for key, change in move.uses + move.settles:
                    changes[key] = changes.get(key, 0) + change
        for key, lot in lots.items():
            assert 0 <= lot.remaining <= lot.issued == issued[key]
            assert lot.remaining == lot.issued + changes.get(key, 0)


class Coins:
    """The slow model: every hundredth is a coin with a last day; nothing is computed, coins are moved."""

    def __init__(self):
        self.purse = []  # (last day or max, number of its lot)
        self.debt = 0

    def pay(self, count, own=()):
        self.purse.sort(key=lambda coin: (coin[1] not in own, coin))
        paid, self.purse = self.purse[:count], self.purse[count:]
        self.debt += count - len(paid)
        return paid + [None] * (count - len(paid))

    def put(self, coins, today):
        """Coins come in; return those that are past their day, which are gone at once."""
        self.purse += coins
        gone = self.rot(today)
        while self.debt and self.purse:
            self.purse.sort()
            self.purse.pop(0)
            self.debt -= 1
        return gone

    def rot(self, today):
        gone = [coin for coin in self.purse if coin[0] < today]
        self.purse = [coin for coin in self.purse if coin[0] >= today]
        return gone


class Play:
    """Random operations on some cards and on their slow models, compared after each."""

    def __init__(self, choose):
        self.choose = choose
        keys = count()
        self.cards = [(Book(keys), Coins()) for _card in range(2)]
        self.earnings, self.spendings = [], []
        self.today = 0

    def step(self):
        book, coins = self.cards[self.choose(len(self.cards))]
        steps = [
            self.wait,
            self.earn,
            self.earn,
            self.spend,
            self.take,
            self.undo_earning,
            self.undo_spending,
        ]
        if not self.choose(40) and len(self.cards) > 1:
            self.merge()
        else:
            steps[self.choose(len(steps))](book, coins)
        for book, coins in self.cards:
            book.check()
            assert (book.account.balance, book.account.owed) == (len(coins.purse), coins.debt)
            held = Counter(lot for _last, lot in coins.purse)
            assert held == {key: lot.remaining for key, lot in book.account.lots.items() if lot.remaining}

    def wait(self, _book, _coins):
        self.today += self.choose(20)
        for book, coins in self.cards:
            gone = coins.rot(day(self.today))
            posting = book.account.expire(day(self.today))
            assert (-posting.points if posting else 0) == len(gone)
            book.post(posting)
            self.note_expired(gone)

    def note_expired(self, gone):
        for earning in self.earnings:
            earning["expired"] += sum(coin[1] == earning["lot"] for coin in gone)

    def earn(self, book, coins):
        much, lasts = 1 + self.choose(9), self.choose(30)
        last = day(self.today + lasts) if lasts < 25 else None
        (lot,) = book.post(book.account.earn(much, last))
        coins.put([(last or date.max, lot)] * much, day(self.today))
        self.earnings.append({"card": (book, coins), "points": much, "lot": lot, "expired": 0, "back": 0})

    def spend(self, book, coins):
        much = 1 + self.choose(9)
        if much > len(coins.purse):
            with pytest.raises(NotEnough) as caught:
                book.account.spend(much)
            assert caught.value.left == len(coins.purse)
        else:
            self.note_spent(book, coins, book.account.spend(much), much)

    def take(self, book, coins):
        much = 1 + self.choose(9)
        self.note_spent(book, coins, book.account.take(much), much)

    def note_spent(self, book, coins, posting, much):
        book.post(posting)
        taken = [(key, -change) for key, change in posting.uses]
        owed = much - sum(part for _key, part in taken)
        self.spendings.append(
            {"card": (book, coins), "taken": taken + [(None, owed)] * bool(owed), "coins": coins.pay(much)}
        )

    def undo_earning(self, _book, _coins):
        if not self.earnings:
            return
        earning = self.earnings[self.choose(len(self.earnings))]
        book, coins = earning["card"]
        much = min(1 + self.choose(9), earning["points"] - earning["back"])
        if not much:
            return
        book.post(book.account.take_back(much, {earning["lot"]}, earning["expired"]))
        forgiven = min(much, earning["expired"])
        earning["expired"] -= forgiven
        earning["back"] += much
        coins.pay(much - forgiven, {earning["lot"]})

    def undo_spending(self, _book, _coins):
        if not self.spendings:
            return
        spending = self.spendings[self.choose(len(self.spendings))]
        book, coins = spending["card"]
        much = min(1 + self.choose(9), len(spending["coins"]))
        if not much:
            return
        # what was owed and is owed no longer comes back as a new lot, which lasts
        lots = book.post(book.account.give_back(spending["taken"], much, day(self.today)))
        back = []
        for _coin in range(much):
            coin = spending["coins"].pop()
            key, left = spending["taken"].pop()
            if left > 1:
                spending["taken"].append((key, left - 1))
            if coin is None and coins.debt:
                coins.debt -= 1
            else:
                back.append(coin or (date.max, *lots))
        gone = coins.put(back, day(self.today))
        posting = book.account.expire(day(self.today))
        assert (-posting.points if posting else 0) == len(gone)
        book.post(posting)
        self.note_expired(gone)

    def merge(self):
        (book, coins), (other, others) = self.cards
        out, into = book.account.absorb(other.account, day(self.today))
        other.post(out)
        book.post(into)
        other.check()
        book.issued |= other.issued
        coins.debt += others.debt
        coins.put(others.purse, day(self.today))
        self.merged = (other,)
        self.cards = [(book, coins)]
        for one in self.earnings + self.spendings:
            one["card"] = (book, coins)

    merged = ()

    def finish(self):
        Book.check_lots([book for book, _coins in self.cards] + list(self.merged))


def play(choose, steps):
    game = Play(choose)
    for _step in range(steps):
        game.step()
    game.finish()


@given(st.randoms(use_true_random=False), st.integers(1, 40))
def test_any_operations(rng, steps):
    play(rng.randrange, steps)


@pytest.mark.long
def test_a_hundred_thousand_steps():
    rng = random.Random(20261127)
    for _card in range(1000):
        play(rng.randrange, 100)


def open_account(*lots, owed=0):
    """An account with lots of so many points that last to a day."""
    book = Book(count())
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
    book = open_account((500, None))
    with pytest.raises(NotEnough):
        book.account.spend(501)
    assert book.account.spend(500).points == -500


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
    posting = book.account.take_back(100, {0}, forgiven=40)
    assert (posting.points, book.account.owed) == (-60, 60)
    # and when the spending is undone as well, nothing is left of both
    posting = book.account.give_back([(None, 60)], 60, day(6))
    assert (posting.points, posting.lots) == (60, [])
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
