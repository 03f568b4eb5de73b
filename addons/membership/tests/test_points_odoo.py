from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .points_common import PointsCase

NOW = datetime(2026, 5, 20, 8)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPointsOdoo(PointsCase):
    """What Odoo itself does to points: programs, cards, wizards, the till, merges of contacts."""

    def test_cards_that_begin_with_points(self):
        self.program.write({"membership_expiry": "months", "membership_expiry_count": 1})
        cards = self.env["loyalty.card"].create(
            [
                {"program_id": self.program.id, "points": 12.5},
                {"program_id": self.program.id, "points": -3},
                {"program_id": self.program.id},
            ]
        )
        self.assertEqual(self.get_moves(cards[0]), [("opening", 12.5)])
        self.assertEqual(cards[0].point_move_ids.earned, 0)
        self.assertEqual(str(cards[0].point_lot_ids.expires_on), "2026-06-20")
        self.assert_stands(0, owed=3, card=cards[1])
        self.assertFalse(cards[2].point_move_ids)
        self.assert_derived()

    def test_points_that_are_written(self):
        """The till adds to and takes from a balance; it is never refused."""
        self.card.points += 30
        self.card.points -= 10.1
        self.assertEqual(self.get_moves(), [("adjust", 30), ("adjust", -10.1)])
        self.assertEqual(self.card.point_move_ids.mapped("earned"), [0, 30])
        self.assert_stands(19.9)
        self.card.points -= 20
        self.assert_stands(0, owed=0.1)
        self.card.points += 0.1 + 0.2
        self.assert_stands(0.2)
        self.assertFalse(self.card.history_ids)
        # sold at a till that was offline, while the card was frozen meanwhile: it counts
        frozen = self.create_card(points=3)
        frozen.membership_state = "frozen"
        frozen.points -= 4
        self.assert_stands(0, owed=1, card=frozen)
        other = self.create_card(points=1)
        (self.card | other).write({"points": 7, "expiration_date": False})
        self.assert_stands(7)
        self.assert_stands(7, card=other)
        # a program of Odoo stays as it is
        plain = self.create_program(is_membership=False, name="Plain")
        bare = self.env["loyalty.card"].create({"program_id": plain.id, "points": 3})
        (bare | other).points = -4
        self.assertEqual(bare.points, -4)
        self.assert_stands(0, owed=11 - 7, card=other)
        with self.assertRaisesRegex(ValidationError, "stays in its program"):
            other.program_id = plain
        with self.assertRaisesRegex(ValidationError, "stays in its program"):
            bare.program_id = self.program

    def test_wizards(self):
        wizard = self.env["loyalty.card.update.balance"].create(
            {"card_id": self.card.id, "new_balance": 25, "description": "Counted again"}
        )
        wizard.action_update_card_point()
        move = self.card.point_move_ids
        self.assertEqual(
            (move.kind, move.points, move.earned, move.reason), ("adjust", 25, 0, "Counted again")
        )
        self.assertEqual(len(self.card.history_ids), 1)
        cards = (
            self.env["loyalty.generate.wizard"]
            .create(
                {
                    "program_id": self.program.id,
                    "mode": "selected",
                    "customer_ids": [Command.set(self.member.ids)],
                    "points_granted": 5,
                    "description": "Welcome",
                }
            )
            .generate_coupons()
        )
        move = cards.point_move_ids
        self.assertEqual((move.kind, move.points, move.earned, move.reason), ("opening", 5, 0, "Welcome"))
        self.assert_derived()

    def test_balance_is_set_after_what_is_due(self):
        self.card.membership_earn(10, "Survey", expires_on="2026-05-31")
        with freeze_time("2026-06-02"):
            self.env["loyalty.card.update.balance"].create(
                {"card_id": self.card.id, "new_balance": 4, "description": "Counted again"}
            ).action_update_card_point()
            self.assert_stands(4)

    def test_program_becomes_a_membership(self):
        program = self.create_program(is_membership=False, name="Old", membership_code="old")
        cards = self.env["loyalty.card"].create(
            [{"program_id": program.id, "points": points} for points in (10.004, -2, 0)]
        )
        cards[1].active = False
        self.env.flush_all()
        with self.assertQueryCount(10):
            program.is_membership = True
            self.env.flush_all()
        self.assertEqual(cards.mapped("is_membership"), [True] * 3)
        self.assertEqual(cards.mapped("membership_code"), ["old"] * 3)
        self.assertEqual(self.get_moves(cards[0]), [("opening", 10)])
        self.assert_stands(10, card=cards[0])
        self.assert_stands(0, owed=2, card=cards[1])
        program.membership_code = "new"
        self.assertEqual(cards.mapped("membership_code"), ["new"] * 3)
        with self.assertRaisesRegex(UserError, "stays a membership"):
            program.is_membership = False
        with self.assertRaisesRegex(ValidationError, "only a loyalty card program"):
            self.create_program(program_type="coupons", applies_on="current")
        with self.assertRaisesRegex(ValidationError, "12-01"):
            program.membership_redeem_from = "12-01"
        with self.assertRaisesRegex(UserError, "keeps its history"):
            cards[0].unlink()

    def merge(self, *partners):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([one.id for one in partners], self.member, extra_checks=False)

    def test_contacts_become_one(self):
        double = self.env["res.partner"].create({"name": "Li W.", "email": "li@example.com"})
        second = self.create_card(partner_id=double.id)
        self.card.membership_earn(10, "Survey", expires_on="2026-12-31")
        gift = second.membership_redeem(
            second.membership_earn(30, "Survey", expires_on="2026-06-30").points, "Gift"
        )
        second.membership_earn(7, "Friend", expires_on="2026-08-31")
        self.merge(self.member, double)
        self.assert_stands(17)
        self.assertEqual(sorted(map(str, self.get_lots())), ["2026-08-31", "2026-12-31"])
        self.assertEqual(sum(self.card.point_move_ids.mapped("earned")), 47)
        self.assertEqual(sum(second.point_move_ids.mapped("earned")), 0)
        self.assertEqual((second.active, second.membership_merged_id, second.points), (False, self.card, 0))
        # what the other card had spent comes back to this one, with its day
        self.card.membership_reverse(gift, "Gift returned")
        self.assert_stands(47)
        self.assertIn("2026-06-30", list(map(str, self.get_lots())))
        self.assertEqual(second.partner_id, self.member)

    def test_both_have_asked_for_one_card(self):
        double = self.env["res.partner"].create({"name": "Li W.", "email": "li@example.com"})
        other = self.create_program(name="Others")
        first, second = self.env["membership.card.request"].create(
            [{"partner_id": one.id, "program_id": other.id} for one in (double, self.member)]
        )
        self.merge(self.member, double)
        self.assertEqual((first.state, first.partner_id), ("requested", self.member))
        self.assertEqual(second.state, "withdrawn")

    def test_debts_are_merged(self):
        double = self.env["res.partner"].create({"name": "Li W.", "email": "li@example.com"})
        second = self.create_card(partner_id=double.id, points=-4)
        self.card.membership_earn(10, "Survey")
        self.merge(self.member, double)
        self.assert_stands(6)
        third = self.env["res.partner"].create({"name": "L. Wei", "email": "li@example.com"})
        self.create_card(partner_id=third.id, points=-9)
        self.merge(self.member, third)
        self.assert_stands(0, owed=3)
        self.assertEqual((second.points, second.membership_points_owed), (0, 0))
        # a contact without a card takes over the one of the other
        last = self.env["res.partner"].create({"name": "Wei Li", "email": "li@example.com"})
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            [self.member.id, last.id], last, extra_checks=False
        )
        self.assertEqual((self.card.partner_id, self.card.active), (last, True))
        self.assert_derived()
