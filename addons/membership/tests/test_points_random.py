import logging
from collections import Counter
from datetime import date, datetime, time, timedelta
from time import perf_counter

from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL

from .points_common import PointsCase
from .points_model import Points, Refused

#: points are redeemed on these days of the year
SEASON = ((1, 3), (12, 28))
#: so many steps one after another, then they are taken back
LENGTH = 100
#: so many of them with an order, which takes as long as twenty other steps
ORDERS = 1
MANY = 100_000

_logger = logging.getLogger(__name__)
many = st.integers(1, 40)
pick = st.integers(0, 20)


class Steps(RuleBasedStateMachine):
    """Any steps with the cards of three members, and the same with the model."""

    def __init__(self, case):
        super().__init__()
        self.case, self.env = case, case.env
        self.savepoint = self.env.cr.savepoint()
        self.pairs, self.keyed, self.orders = [], [], []  # pairs: a move of the model, and ours
        self.number = 0

    @initialize(
        months=st.sampled_from([0, 1]), start=st.sampled_from([date(2026, 1, 29), date(2026, 12, 20)])
    )
    def begin(self, months, start):
        self.cards = self.case.cards
        if months:
            self.case.program.write({"membership_expiry": "months", "membership_expiry_count": months})
        self.model = Points(start, months, SEASON, len(self.cards))
        self.set_clock()

    def set_clock(self):
        self.case.clock.move_to(datetime.combine(self.model.today, time(8)))

    def teardown(self):
        try:
            self.case.assert_derived()
        finally:
            self.savepoint.close(rollback=True)
            self.case.steps += self.number

    def both(self, said, done):
        """Do a step in the model and in Odoo: both do it, or both refuse it; returns what it posted."""
        self.number += 1
        try:
            expected = said()
        except Refused:
            with self.case.assertRaises(UserError):
                done()
            return None
        found = done()
        if expected:
            self.pairs.append((expected, found))
        return found

    def card(self, number):
        """Return a card of the model, and ours."""
        number %= len(self.cards)
        return self.model.cards[number], self.cards[number]

    def ours(self, card):
        return self.cards[self.model.cards.index(card)]

    def pair(self, number, *kinds):
        """Return a move, the latest for 0: of these kinds, if there are any such."""
        pairs = [pair for pair in self.pairs if pair[0].kind in kinds] or self.pairs
        return pairs[-1 - number % len(pairs)]

    def key(self):
        return f"{self.number}"

    @rule(days=st.sampled_from([1, 1, 4, 15, 40]), job=st.booleans())
    def wait(self, days, job):
        def run():
            self.set_clock()
            if job:
                for company in (self.env.company, self.env.company.browse()):
                    self.env["loyalty.card"]._membership_expire_batch(company)

        self.both(lambda: self.model.wait(days, job), run)

    @rule(number=pick, much=many, days=st.sampled_from([None, None, 0, 5, 40, -1]))
    def earn(self, number, much, days):
        mine, card = self.card(number)
        last, key = None if days is None else self.model.today + timedelta(days), self.key()
        move = self.both(
            lambda: self.model.earn(mine, much, last),
            lambda: card.membership_earn(much / 100, "Survey", expires_on=last, key=key),
        )
        if move:
            self.keyed.append((card, "membership_earn", much, key, move))

    @rule(number=pick, much=many, kind=st.sampled_from(["redeem", "reserve"]))
    def spend(self, number, much, kind):
        mine, card = self.card(number)
        key, name = self.key(), f"membership_{kind}"
        move = self.both(
            lambda: self.model.redeem(mine, much, kind),
            lambda: getattr(card, name)(much / 100, "Gift", key=key),
        )
        if move:
            self.keyed.append((card, name, much, key, move))

    @precondition(lambda self: self.keyed)
    @rule(number=pick, more=st.integers(0, 1))
    def again(self, number, more):
        """What was posted with a key is not posted twice, nor anything else with it."""
        card, name, much, key, move = self.keyed[number % len(self.keyed)]

        def said():
            if more or not card.active:
                raise Refused

        found = self.both(said, lambda: getattr(card, name)((much + more) / 100, "Gift", key=key))
        self.case.assertIn(found, (None, move))

    @precondition(lambda self: self.pairs)
    @rule(number=pick, step=st.sampled_from(["commit", "release"]))
    def settle(self, number, step):
        mine, move = self.pair(number, "reserve")
        card = self.ours(mine.card.final)

        def done():
            found = getattr(card, f"membership_{step}")(move)
            self.case.assertEqual(move.hold_state, "committed" if step == "commit" else "released")
            return found

        self.both(lambda: getattr(self.model, step)(mine), done)

    @precondition(lambda self: self.pairs)
    @rule(number=pick, stray=st.integers(0, 9))
    def reverse(self, number, stray):
        mine, move = self.pair(number)
        target, card = self.card(0) if not stray else (mine.card.final, self.ours(mine.card.final))
        self.both(lambda: self.model.reverse(target, mine), lambda: card.membership_reverse(move, "Mistake"))

    @precondition(lambda self: self.pairs)
    @rule(number=pick, much=many)
    def take_back_part(self, number, much):
        """As credit notes do: part of a move is taken back, and part of that again."""
        mine, move = self.pair(number)
        much = min(much, mine.left)
        is_deep = mine.above and (mine.above.above or mine.kind == "release")
        if not much or is_deep or mine.hold in ("held", "released"):
            return
        card = self.ours(mine.card.final)

        def done():
            self.case.assertEqual(move._get_left(), left)
            card._membership_lock()
            return card._membership_return(move, much, reason="Part")

        left = mine.left
        self.both(lambda: self.model.undo(mine, much), done)

    @rule(number=pick, change=st.integers(-60, 60).filter(bool))
    def till(self, number, change):
        mine, card = self.card(number)
        if mine.into:
            return

        def done():
            card.points += change / 100
            return card.point_move_ids[0]

        self.both(lambda: self.model.till(mine, change), done)

    @rule(number=pick, on=st.booleans())
    def freeze(self, number, on):
        mine, card = self.card(number)
        if mine.into:
            return

        def said():
            if mine.frozen is on:
                raise Refused
            mine.frozen = on

        self.both(said, lambda: card.action_freeze("Lost") if on else card.action_unfreeze())

    @rule(number=pick, by=st.integers(1, 2), often=st.integers(0, 4))
    def merge(self, number, by, often):
        """Two contacts become one, and so do their cards."""
        (kept, card), (gone, other) = self.card(number), self.card(number + by)
        if kept.into or gone.into or often:
            return
        merge = self.env["base.partner.merge.automatic.wizard"].create({})._merge_loyalty_cards
        self.both(lambda: self.model.merge(kept, gone), lambda: merge(other.partner_id, card.partner_id))

    @precondition(lambda self: len(self.orders) < ORDERS)
    @rule(number=pick, amount=st.integers(1, 60), spend=st.booleans())
    def order(self, number, amount, spend):
        mine, card = self.card(number)
        if mine.into:
            return
        order = self.case.create_order(amount / 100, partner=card.partner_id)
        order._update_programs_and_rewards()
        if spend:
            result = order._apply_program_reward(card.program_id.reward_ids, card)
            if mine.frozen or not self.model.is_season():
                self.case.assertIn("error", result)
        earned = round(sum(order.coupon_point_ids.mapped("points")) * 100)
        spent = round(sum(order.order_line.mapped("points_cost")) * 100)
        self.number += 1
        try:
            moves = self.model.order(mine, earned, spent)
        except Refused:
            with self.case.assertRaises(UserError):
                order.action_confirm()
            return
        order.action_confirm()
        found = order._membership_moves().sorted("id")
        self.case.assertEqual(len(found), len(moves))
        self.pairs += zip(moves, found, strict=True)
        self.orders.append((order, moves))

    @precondition(lambda self: self.orders)
    @rule(number=pick)
    def cancel(self, number):
        order, moves = self.orders[number % len(self.orders)]
        if order.state == "sale":
            self.both(lambda: self.model.cancel(moves), lambda: order._action_cancel())

    @invariant()
    def agree(self):
        """Points, what is owed, what was earned, and every lot with its last day."""
        if not hasattr(self, "model"):
            return
        self.env.flush_all()
        cards = self.env.execute_query(
            SQL(
                "SELECT c.points, COALESCE(c.membership_points_owed, 0), COALESCE(SUM(m.points), 0),"
                " COALESCE(SUM(m.earned), 0) FROM loyalty_card c"
                " LEFT JOIN membership_point_move m ON m.card_id = c.id"
                " WHERE c.id = ANY(%s) GROUP BY c.id ORDER BY c.id",
                self.cards.ids,
            )
        )
        self.case.assertEqual(
            [tuple(round(value * 100) for value in values) for values in cards],
            [
                (len(card.purse), card.debt, len(card.purse) - card.debt, card.earned)
                for card in self.model.cards
            ],
        )
        lots = self.env.execute_query(
            SQL(
                "SELECT card_id, issued, remaining, expires_on FROM membership_point_lot"
                " WHERE card_id = ANY(%s) ORDER BY id",
                self.cards.ids,
            )
        )
        self.case.assertEqual(
            [(card, round(one * 100), round(left * 100), last or date.max) for card, one, left, last in lots],
            self.get_lots(),
        )
        self.case.assertEqual(
            [round(card.points * 100) for card in self.cards], [len(card.purse) for card in self.model.cards]
        )

    def get_lots(self):
        """Return the lots as the model has them: who has them, what came in, what is left, the last day."""
        left = Counter()
        for card in self.model.cards:
            left.update(lot for _last, lot in card.purse)
        return [
            (self.ours(card.final).id, issued, left[number], last)
            for number, (card, issued, last) in enumerate(self.model.lots)
        ]


@tagged("post_install", "-at_install")
class TestPointsRandom(PointsCase):
    """Whatever is done in whatever order, cards stand as a small model says after every step (P1–P6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.steps = 0
        first, last = (f"{month:02}-{day:02}" for month, day in SEASON)
        cls.program.write({"membership_redeem_from": first, "membership_redeem_to": last})
        cls.reward.required_points = 0.05
        partners = cls.env["res.partner"].create([{"name": name} for name in "AB"])
        cls.cards = cls.card | cls.env["loyalty.card"].create(
            [{"program_id": cls.program.id, "partner_id": partner.id} for partner in partners]
        )

    def play(self, number, examples):
        """Take steps, as many times ``LENGTH`` as there are examples."""
        options = settings(
            max_examples=examples,
            stateful_step_count=LENGTH,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        with freeze_time("2026-01-01") as self.clock:
            run_state_machine_as_test(seed(number)(lambda: Steps(self)), settings=options)

    def test_steps(self):
        self.play(1, 2)
        self.assertGreaterEqual(self.steps, 100)


@tagged("long", "-standard")
class TestPointsRandomLong(TestPointsRandom):
    """The same with a hundred thousand steps: half an hour."""

    def test_steps(self):
        number, begun = 0, perf_counter()
        while self.steps < MANY:
            number += 1
            self.play(number, 10)
            _logger.info("%s steps, %.0f s, no difference", self.steps, perf_counter() - begun)
