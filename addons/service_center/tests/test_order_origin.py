from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .compensation_common import CompensationCase
from .order_common import PNG, OrderCase
from .sla_common import SlaCase, local


@tagged("post_install", "-at_install")
class TestOrderFromComplaint(SlaCase, OrderCase):
    """Complaint and sale become service orders, without losing anything (C5)."""

    def test_everything_is_taken_over(self):
        complaint = self.complain(
            partner_id=self.customer.id,
            contact_name=False,
            product_id=self.product.id,
            serial="SN-1",
            site_id=self.site.id,
            category_id=self.category.id,
            channel="email",
            description="<p>It <b>leaks</b>.</p>",
        )
        complaint.action_create_service_order()
        order = complaint.service_order_ids
        for name in (
            "partner_id",
            "product_id",
            "serial",
            "site_id",
            "category_id",
            "channel",
            "received_at",
        ):
            self.assertEqual(order[name], complaint[name], name)
        self.assertEqual(order.description, "It *leaks*.")
        self.assertEqual(complaint.service_order_count, 1)

    def test_a_conversion_buys_no_time(self):
        policy = self.env["service.sla.policy"].create(
            {"code": "SO", "name": "Repairs", "model": "service.order"}
        )
        self.limit("acknowledge", 1, "working_hours", policy)
        self.limit("resolve", 3, "working_days", policy)
        with freeze_time(local("2026-03-02 09:00")):
            complaint = self.complain(received_at=local("2026-03-02 09:00"))
        with freeze_time(local("2026-03-02 09:30")):
            complaint.action_acknowledge()
        before = {clock.metric: clock.deadline for clock in self.clocks(complaint)}
        with freeze_time(local("2026-03-04 09:00")):
            complaint.action_create_service_order()
        order = complaint.service_order_ids
        self.assertEqual(self.clocks(order, "acknowledge").state, "met")
        self.assertEqual(self.clocks(order, "resolve").deadline, before["resolve"])
        self.assertEqual({clock.metric: clock.deadline for clock in self.clocks(complaint)}, before)

    def test_an_ended_complaint_becomes_no_order(self):
        complaint = self.complain(rejection_reason="x")
        complaint.action_reject()
        with self.assertRaisesRegex(UserError, "has ended"):
            complaint.action_create_service_order()

    def test_of_a_complaint_that_one_may_see(self):
        complaint = self.complain(user_id=self.colleague.id)
        with self.assertRaises(AccessError):
            self.Order.with_user(self.user).create({"complaint_id": complaint.id, "contact_name": "x"})
        with self.assertRaises(AccessError):
            complaint.with_user(self.user).action_create_service_order()

    def test_of_a_sale(self):
        sale = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "order_line": [(0, 0, {"product_id": self.product.id})]}
        )
        action = sale.with_user(self.user).action_create_service_order()
        with Form(self.env["service.order"].with_user(self.user).with_context(**action["context"])) as form:
            self.assertEqual(form.product_id, self.product)
        order = form.record
        self.assertEqual((order.sale_order_id, order.partner_id), (sale, self.customer))
        self.assertEqual(sale.service_order_ids, order)


@tagged("post_install", "-at_install")
class TestFreeRepair(CompensationCase, OrderCase):
    """A free repair that was approved for a complaint is given by a service order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.free_rule.active = False

    def repair(self, amount=300.0):
        """Return an approved free repair and its service order, out of warranty."""
        compensation = self.give(amount, kind="free_repair")
        compensation.with_user(self.officer).action_settle()
        order = compensation.service_order_id
        self.env["service.order.line"].create(
            {
                "order_id": order.id,
                "product_id": self.part.id,
                "quantity": 2,
                "part_state": "used",
                "tax_ids": False,
            }
        )
        return compensation, order

    def finish(self, order):
        order.employee_id = self.technician
        for state in ("confirmed", "scheduled", "in_progress", "done"):
            order.state = state
        order.write({"signature": PNG, "signed_by": "Wang Fang", "state": "signed"})
        order.action_close()

    def test_settled_when_the_order_is_closed(self):
        compensation, order = self.repair()
        self.assertEqual(compensation.state, "approved")
        self.assertEqual((order.warranty_state, order.liability), ("unproven", "company"))
        entry = order.explanation["liability"]
        self.assertEqual((entry["decision"], entry["facts"]["free_repair"]), ("exception", compensation.name))
        with self.assertRaisesRegex(UserError, "as soon as"):
            compensation.with_user(self.officer).action_settle()
        self.finish(order)
        self.assertEqual((compensation.state, compensation.reference), ("settled", order.name))

    def test_no_more_than_was_approved(self):
        """C6: parts added afterwards do not slip under the limit."""
        _compensation, order = self.repair(239.99)
        with self.assertRaisesRegex(UserError, "Have the rest approved"):
            self.finish(order)
        _compensation, order = self.repair(240.0)
        self.finish(order)
        self.assertEqual(order.state, "closed")

    def test_a_cancelled_order_leaves_it_open(self):
        compensation, order = self.repair()
        order.write({"state": "cancelled", "cancel_reason": "Moved away."})
        self.assertEqual(compensation.state, "approved")
        self.assertFalse(compensation.service_order_id)
        compensation.with_user(self.officer).action_settle()
        self.assertNotEqual(compensation.service_order_id, order)

    def test_withdrawn_the_rules_hold_again(self):
        compensation, order = self.repair()
        compensation.decision_reason = "Given twice."
        compensation.with_user(self.officer).action_cancel()
        self.assertEqual(order.liability, "customer")

    def test_repaired_elsewhere(self):
        compensation = self.give(50, kind="free_repair")
        compensation.reference = "Workshop 12"
        compensation.with_user(self.officer).action_settle()
        self.assertEqual(compensation.state, "settled")
        self.assertFalse(compensation.service_order_id)
