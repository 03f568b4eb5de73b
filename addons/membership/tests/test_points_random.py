import random
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .points_common import PointsCase

STEPS = 50


@tagged("post_install", "-at_install")
class TestPointsRandom(PointsCase):
    """Whatever is done in whatever order, every balance follows from the ledger (P1–P6)."""

    def test_random_steps(self):
        self.rng, self.held, self.orders = random.Random(20261127), [], []
        self.program.write({"membership_expiry": "months", "membership_expiry_count": 1})
        other = self.create_card(partner_id=self.env["res.partner"].create({"name": "Z"}).id)
        now = fields.Datetime.to_datetime("2026-01-31 08:00:00")
        steps = [self.earn, self.earn, self.redeem, self.reserve, self.settle, self.reverse, self.till]
        steps += [self.order, self.take_back_part, self.cancel]
        for _step in range(STEPS):
            now += timedelta(days=self.rng.choice([0, 0, 1, 9]))
            with freeze_time(now):
                self.attempt(self.rng.choice(steps), self.rng.choice([self.card, other]))
        with freeze_time(now + timedelta(days=60)):
            self.end(other)

    def attempt(self, step, card):
        try:
            with self.env.cr.savepoint():
                step(card)
        except UserError:  # as with people, not everything is possible
            return
        self.assert_derived()

    def end(self, other):
        """The cards become one, and all that is open is given back: nothing that expires is left."""
        self.env["base.partner.merge.automatic.wizard"].create({})._merge_loyalty_cards(
            other.partner_id, self.member
        )
        for move in self.held:
            self.card.membership_release(move)
        for order in self.orders:
            order._action_cancel()
        self.assert_derived()
        self.assertFalse(other.points or other.membership_points_owed)
        self.assertFalse(self.card.point_lot_ids.filtered(lambda lot: lot.remaining and lot.expires_on))

    def earn(self, card):
        days = self.rng.choice([None, 0, 5, 40])
        last = days is not None and card._membership_day() + timedelta(days)
        card.membership_earn(self.rng.randrange(1, 3000) / 100, "Survey", expires_on=last)

    def redeem(self, card):
        card.membership_redeem(self.rng.randrange(1, 3000) / 100, "Gift")

    def reserve(self, card):
        self.held.append(card.membership_reserve(self.rng.randrange(1, 1000) / 100, "Trip"))

    def settle(self, _card):
        if self.held:
            move = self.held.pop(self.rng.randrange(len(self.held)))
            getattr(move.card_id, self.rng.choice(["membership_commit", "membership_release"]))(move)

    def reverse(self, card):
        if card.point_move_ids:
            card.membership_reverse(self.rng.choice(card.point_move_ids), "Mistake")

    def till(self, card):
        card.points += self.rng.randrange(-3000, 3000) / 100

    def order(self, card):
        self.orders.append(self.confirm(self.rng.randrange(1, 50), partner=card.partner_id))

    def take_back_part(self, card):
        moves = card.point_move_ids.filtered(lambda move: move.kind in ("earn", "redeem", "return"))
        moves = moves.filtered(lambda move: move._get_left() > 0)
        if moves:
            move = self.rng.choice(moves)
            card._membership_lock()
            card._membership_return(move, self.rng.randrange(1, move._get_left() + 1), reason="Part")

    def cancel(self, _card):
        if self.orders:
            self.orders.pop(self.rng.randrange(len(self.orders)))._action_cancel()
