from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .points_common import PointsCase

NOW = datetime(2026, 5, 20, 8)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPointsSale(PointsCase):
    """Points of sale orders: what they earn and spend, cancelled, changed and refunded (P4, E6)."""

    def get_posted(self, order):
        moves = self.env["membership.point.move"].search(
            [("res_model", "=", "sale.order"), ("res_id", "=", order.id)], order="id"
        )
        return [(move.kind, move.points) for move in moves]

    def test_earn_and_spend(self):
        order = self.confirm(user=self.seller)
        self.assertEqual(self.get_posted(order), [("earn", 100)])
        self.assert_stands(100)
        move = self.card.point_move_ids
        self.assertEqual((move.reason, move.company_id, move.earned), (order.name, order.company_id, 100))
        second = self.confirm(300, spend=True, user=self.seller)
        cost = sum(second.order_line.mapped("points_cost"))
        self.assertGreater(cost, 0)
        earned = second.coupon_point_ids.points
        self.assertEqual(self.get_posted(second), [("earn", earned), ("redeem", -cost)])
        self.assert_stands(round(100 + earned - cost, 2))
        # Odoo's own history is the one of the orders
        self.assertEqual(
            [(line.issued, line.used) for line in self.card.history_ids], [(earned, cost), (100, 0)]
        )

    def test_cancel_and_confirm_again(self):
        self.confirm(50)
        order = self.confirm(300, spend=True)
        stood = self.card.points
        order._action_cancel()
        self.assert_stands(50)
        kinds = [kind for kind, _points in self.get_posted(order)]
        self.assertEqual(kinds, ["earn", "redeem", "return", "return"])
        self.assertEqual(self.get_posted(order)[2][1], -self.get_posted(order)[1][1])
        order.action_draft()
        self.spend_on(order)
        order.action_confirm()
        self.assert_stands(stood)
        order._action_cancel()
        self.assert_stands(50)

    def test_cancel_what_was_spent_since(self):
        order = self.confirm(100)
        self.card.membership_redeem(80, "Gift")
        order._action_cancel()
        self.assert_stands(0, owed=80)
        self.confirm(30)
        self.assert_stands(0, owed=50)

    def test_points_of_the_order_itself(self):
        """A new member: the order makes the card, and its points may be spent at once."""
        partner = self.env["res.partner"].create({"name": "New"})
        order = self.create_order(100, partner, self.seller)
        order._update_programs_and_rewards()
        card = order.coupon_point_ids.coupon_id
        self.assertEqual((card.partner_id, card.is_membership, card.points), (partner, True, 0))
        self.spend_on(order, card)
        order.action_confirm()
        self.assertEqual([kind for kind, _points in self.get_posted(order)], ["earn", "redeem"])
        self.assert_derived()

    def test_many_orders_at_once(self):
        self.card.membership_earn(40, "Survey")
        orders = self.create_order(1) | self.create_order(1) | self.create_order(1)
        for order in orders:
            order._update_programs_and_rewards()
        orders.action_confirm()
        self.assert_stands(43)
        # two that would spend the same points
        self.reward.write({"discount_mode": "percent", "discount": 10, "required_points": 40})
        two = self.create_order(1) | self.create_order(1)
        for order in two:
            self.spend_on(order)
        with self.assertRaisesRegex(UserError, "are wanted"), self.env.cr.savepoint():
            two.action_confirm()
        self.assert_stands(43)
        two[0].action_confirm()
        self.assert_stands(round(43 - 40 + two[0].coupon_point_ids.points, 2))

    def test_due_points_are_not_spent(self):
        self.reward.write({"discount_mode": "percent", "discount": 10, "required_points": 40})
        self.card.membership_earn(40, "Survey", expires_on="2026-05-31")
        order = self.create_order(1)
        self.spend_on(order)
        with freeze_time("2026-06-02"), self.env.cr.savepoint(), self.assertRaises(ValidationError):
            order.action_confirm()

    def test_frozen_window(self):
        self.card.membership_earn(40, "Survey")
        order = self.create_order(100)
        self.spend_on(order)
        self.program.write({"membership_redeem_from": "12-01", "membership_redeem_to": "12-31"})
        self.assertFalse(order._get_claimable_rewards())
        refusal = self.create_order(100)._apply_program_reward(self.reward, self.card)["error"]
        self.assertIn("12-01", refusal)
        with self.assertRaisesRegex(UserError, "12-01"), self.env.cr.savepoint():
            order.action_confirm()
        order.order_line.filtered("reward_id").unlink()
        order.action_confirm()
        self.assert_stands(140)

    def test_rewards_changed_after_confirmation(self):
        self.card.membership_earn(30, "Survey", expires_on="2026-06-30")
        self.card.membership_earn(30, "Survey", expires_on="2026-07-31")
        order = self.confirm(1)
        self.reward.write({"discount_mode": "percent", "discount": 10, "required_points": 40})
        line = self.env["sale.order.line"].create(
            {
                "order_id": order.id,
                "name": "10 % off",
                "product_id": self.reward.discount_line_product_id.id,
                "price_unit": -1,
                "reward_id": self.reward.id,
                "coupon_id": self.card.id,
                "points_cost": 40,
                "reward_identifier_code": "one",
            }
        )
        self.assertEqual(self.get_posted(order), [("earn", 1), ("redeem", -40)])
        self.assert_stands(21)
        line.points_cost = 35
        self.assertEqual(self.get_posted(order)[2:], [("return", 40), ("redeem", -35)])
        line._reset_loyalty(True)
        self.assert_stands(61)
        self.assertEqual({str(day): left for day, left in self.get_lots().items()}["2026-06-30"], 30)
        order._action_cancel()
        self.assert_stands(60)

    def test_program_of_all_companies(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.env.user.company_ids |= other
        self.program.company_id = False
        order = self.create_order(30, company=other)
        order._update_programs_and_rewards()
        order.action_confirm()
        order._action_cancel()
        self.confirm(20)
        moves = self.card.point_move_ids.sorted("id")
        self.assertEqual(moves.mapped("points"), [30, -30, 20])
        self.assertEqual([move.company_id for move in moves], [other, other, self.env.company])
        self.assert_stands(20)

    def test_no_points_for_nobody(self):
        order = self.create_order(100, self.env.ref("base.public_partner"))
        order._update_programs_and_rewards()
        self.assertFalse(order.coupon_point_ids)
        order.action_confirm()
        self.assertFalse(self.env["loyalty.card"].search([("partner_id", "=", order.partner_id.id)]))

    # credit notes
    def refund(self, order, amount):
        invoice = order.invoice_ids.filtered(lambda move: move.move_type == "out_invoice")
        if not invoice:
            invoice = order._create_invoices()
            invoice.action_post()
        refund = invoice._reverse_moves()
        lines = refund.invoice_line_ids
        lines.filtered(lambda line: line.price_unit < 0).unlink()
        (refund.invoice_line_ids - lines.browse()).exists()[:1].write({"quantity": 1, "price_unit": amount})
        refund.action_post()
        return refund

    def test_refunds_in_proportion(self):
        order = self.confirm(100)
        first = self.refund(order, 33.33)
        self.assert_stands(66.67)
        move = self.card.point_move_ids[0]
        self.assertEqual((move.kind, move.points, move.earned), ("return", -33.33, -33.33))
        self.assertEqual((move.res_model, move.res_id), ("account.move", first.id))
        self.refund(order, 66.67)
        self.assert_stands(0)
        # what is refunded beyond the order takes no more
        self.refund(order, 10)
        self.assert_stands(0)

    def test_refund_is_taken_back(self):
        order = self.confirm(100)
        self.card.membership_redeem(90, "Gift")
        refund = self.refund(order, 40)
        self.assert_stands(0, owed=30)
        refund.button_draft()
        self.assert_stands(10)
        self.assertEqual(sum(self.card.point_move_ids.mapped("earned")), 100)
        refund.action_post()
        self.assert_stands(0, owed=30)
        order._action_cancel()
        self.assert_stands(0, owed=90)
        # the order is gone: its credit notes change nothing any more
        refund.button_draft()
        self.assert_stands(0, owed=90)

    def test_refund_gives_back_what_was_spent(self):
        self.card.membership_earn(40, "Survey", expires_on="2026-06-30")
        self.reward.write({"discount_mode": "percent", "discount": 50, "required_points": 40})
        order = self.confirm(100, spend=True)
        earned = order.coupon_point_ids.points
        self.assert_stands(earned)
        whole = order.amount_total
        self.refund(order, whole / 2)
        self.assert_stands(20 + earned / 2)
        self.assertEqual({str(day): left for day, left in self.get_lots().items()}["2026-06-30"], 20)
        self.refund(order, whole / 2)
        self.assert_stands(40)

    def test_orders_of_other_programs(self):
        """Programs that are no memberships work as they do in Odoo."""
        self.program.active = False
        plain = self.create_program(is_membership=False, name="Plain")
        card = self.env["loyalty.card"].create(
            {"program_id": plain.id, "partner_id": self.member.id, "points": 5}
        )
        order = self.confirm(100)
        self.assertEqual(card.points, 105)
        order._action_cancel()
        self.assertEqual(card.points, 5)
        self.assertFalse(card.point_move_ids)
