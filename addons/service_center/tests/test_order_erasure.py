from odoo.exceptions import UserError
from odoo.tests import tagged

from .order_common import PNG, OrderCase


@tagged("post_install", "-at_install")
class TestOrderErasure(OrderCase):
    """After a person is erased no service order shows who they were (E5)."""

    def closed(self, **vals):
        order = self.order("workshop_repair", user_id=self.user.id, description="Wang Fang's meter.", **vals)
        self.env["service.order.line"].create(
            {"order_id": order.id, "product_id": self.part.id, "part_state": "used", "price_unit": 99.0}
        )
        for state in ("confirmed", "in_progress", "done"):
            order.state = state
        order.write(
            {"signature": PNG, "signed_by": "Wang Fang", "work_done": "For Ms Wang.", "state": "signed"}
        )
        order.action_close()
        return order

    def erase(self, **vals):
        wizard = self.env["service.erasure.wizard"].with_user(self.manager)
        wizard.create({"is_understood": True, **vals}).action_confirm()
        self.env.invalidate_all()

    def assertErased(self, order):
        self.assertTrue(order.anonymised_at)
        self.assertEqual(order.customer_name, "Anonymised")
        texts = " ".join(
            str(order[name]) for name, field in order._fields.items() if field.type in ("char", "text")
        )
        self.assertNotIn("Wang", texts)
        self.assertFalse(order.signature)
        self.assertFalse(order.partner_id)
        self.assertEqual(order.line_ids.price_unit, 99.0)
        self.assertEqual(order.state, "closed")

    def test_with_the_complaint(self):
        complaint = self.complain(partner_id=self.customer.id)
        order = self.closed(complaint_id=complaint.id)
        complaint.action_reject()
        self.erase(complaint_ids=[(6, 0, complaint.ids)])
        self.assertErased(order)

    def test_with_the_customer(self):
        order = self.closed()
        self.erase(partner_id=self.customer.id)
        self.assertErased(order)
        self.assertFalse(self.customer.active)

    def test_not_while_somebody_works_for_them(self):
        self.order()
        with self.assertRaisesRegex(UserError, "close or cancel first"):
            self.erase(partner_id=self.customer.id)
        self.assertTrue(self.customer.active)
        complaint = self.complain(partner_id=self.customer.id)
        self.order(complaint_id=complaint.id)
        complaint.action_reject()
        with self.assertRaisesRegex(UserError, "close or cancel first"):
            self.erase(complaint_ids=[(6, 0, complaint.ids)])

    def test_prices_of_ended_orders_are_history(self):
        order = self.closed()
        line = order.line_ids
        line_price = line.list_price
        self.part.list_price = 500.0
        order._write_decided({"partner_id": self.env["res.partner"].create({"name": "Li"}).id})
        self.assertEqual((line.price_unit, line.list_price), (99.0, line_price))

    def test_reasons_and_acceptances_name_nobody(self):
        self.free_rule.active = False
        order = self.order("consultation", state="confirmed", user_id=self.user.id)
        order.type_id = self.types["workshop_repair"]
        line = self.env["service.order.line"].create({"order_id": order.id, "product_id": self.part.id})
        exception = self.env["service.order.exception"].with_user(self.user)
        exception = exception.create({"order_id": order.id, "company_share": 10, "reason": "Ms Wang is ill."})
        exception.with_user(self.manager).action_approve()
        order.action_make_quotation()
        accept = self.env["service.order.accept"].with_context(default_order_id=order.id)
        accept.create({"note": "Ms Wang agrees.", "accepted_by": "Wang Fang"}).action_confirm()
        line.part_state = "returned"
        order.write({"state": "cancelled", "cancel_reason": "Ms Wang moved."})
        self.erase(partner_id=self.customer.id)
        self.assertEqual(order.acceptance_ids.mapped("accepted_by"), ["Anonymised"])
        self.assertFalse(order.acceptance_ids.note)
        self.assertEqual(exception.reason, "Anonymised")
        self.assertEqual(exception.company_share, 10.0)
        self.assertTrue(self.customer.active, "sales keep the contact")
