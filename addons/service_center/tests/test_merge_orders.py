from odoo.exceptions import UserError
from odoo.tests import tagged

from .order_common import OrderCase
from .sla_common import SlaCase


@tagged("post_install", "-at_install")
class TestMergeOrders(SlaCase, OrderCase):
    """Service orders of merged complaints: found from the live one, unmoved when taken apart (C1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules.unlink()

    def order_for(self, complaint):
        return complaint._create_service_order(contact_name="x", type_id=self.types["consultation"].id)

    def shown(self, complaint):
        """The orders that the list of a complaint shows; the count says the same."""
        self.env.invalidate_all()
        orders = self.env["service.order"].search(complaint.action_service_orders()["domain"])
        self.assertEqual(complaint.service_order_count, len(orders))
        return orders

    def picture(self, orders):
        self.env.flush_all()
        self.env.invalidate_all()
        clocks = self.env["service.sla.clock"].search(
            [("res_model", "=", "service.order"), ("res_id", "in", orders.ids)], order="id"
        )
        return (
            orders.read(["state", "complaint_id", "sla_deadline", "sla_state", "user_id", "team_id"]),
            [(clock.id, clock.state, clock.deadline) for clock in clocks],
        )

    def test_the_live_one_shows_them_and_taking_apart_restores_all(self):
        one, two, three = (self.complain() for _number in range(3))
        orders = [self.order_for(complaint) for complaint in (one, two, three)]
        every = orders[0] | orders[1] | orders[2]
        before = self.picture(every)
        one._merge_into(two)
        self.assertEqual(self.shown(two), orders[0] | orders[1])
        self.assertEqual(self.shown(one), orders[0])
        two._merge_into(three)
        self.assertEqual(self.shown(three), every)
        two.action_unmerge()
        self.assertEqual((self.shown(three), self.shown(two)), (orders[2], orders[0] | orders[1]))
        one.action_unmerge()
        for complaint, order in zip((one, two, three), orders, strict=True):
            self.assertEqual(self.shown(complaint), order)
        self.assertEqual(self.picture(every), before)

    def test_new_ones_are_of_the_live_one(self):
        one, two = self.complain(), self.complain()
        one._merge_into(two)
        with self.assertRaisesRegex(UserError, "has ended"):
            self.order_for(one)
        order = self.order_for(two)
        self.assertEqual(self.shown(two), order)

    def test_it_is_not_closed_while_work_is_to_be_done(self):
        one, two = self.complain(), self.complain()
        order = self.order_for(one)
        two.action_resolve()
        one._merge_into(two)
        with self.assertRaisesRegex(UserError, f"{two.name} cannot be closed: .*{order.name} is “Draft”"):
            two.action_close()
        for state in ("confirmed", "in_progress"):
            order.state = state
            with self.assertRaisesRegex(UserError, order.name):
                two.action_close()
        order.write({"state": "waiting", "waiting_for": "customer"})
        with self.assertRaisesRegex(UserError, "“Waiting”"):
            two.action_close()
        order.action_resume()
        order.state = "done"
        two.action_close()
        self.assertEqual(two.state, "closed")

    def test_cancelled_orders_do_not_keep_it_open(self):
        complaint = self.complain()
        self.order_for(complaint).write({"state": "cancelled", "cancel_reason": "Solved on the phone."})
        complaint.action_resolve()
        complaint.action_close()
        self.assertEqual(complaint.state, "closed")

    def test_orders_of_others_and_of_colleagues(self):
        """An order keeps its own complaint open only, also for who may not see the order."""
        other = self.complain()
        self.order_for(other)
        complaint = self.complain(user_id=self.user.id)
        complaint.action_resolve()
        complaint.with_user(self.user).action_close()
        complaint = self.complain(user_id=self.user.id)
        hidden = self.order_for(complaint)
        hidden.user_id = self.colleague
        complaint.action_resolve()
        with self.assertRaisesRegex(UserError, hidden.name):
            complaint.with_user(self.user).action_close()

    def test_counts_of_many_in_a_fixed_number_of_queries(self):
        lives = self.env["service.complaint"]
        for _number in range(5):
            one, two = self.complain(), self.complain()
            self.order_for(one)
            one._merge_into(two)
            lives |= two
        self.env.flush_all()
        self.env.invalidate_all()
        lives.mapped("name")
        with self.assertQueryCount(4):
            self.assertEqual(lives.mapped("service_order_count"), [1] * 5)
