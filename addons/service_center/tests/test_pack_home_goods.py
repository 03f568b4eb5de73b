from odoo.exceptions import UserError
from odoo.tests import tagged

from .pack_order_common import PackOrderCase


@tagged("post_install", "-at_install")
class TestPackHomeGoods(PackOrderCase):
    """HOME from the loaded pack: the record, what is taken back, and when the technician may leave."""

    pack = "home_goods"

    def started(self, **vals):
        order = self.order_of("repair", defect_cause="manufacturing", employee_id=self.technician.id, **vals)
        order.action_confirm()
        order.action_start()
        return order

    def test_nobody_leaves_before_it_was_asked_what_else_is_open(self):
        """HOME-JOB-04: the technician ticks the required points, then it is finished; the customer signs."""
        order = self.started()
        order.write({"taken_at": order.accepted_at, "departed_at": order.accepted_at})
        required = order.check_ids.filtered("is_required")
        self.assertIn("visit_else", required.line_id.mapped("code"))
        with self.assertRaisesRegex(UserError, "Not ticked"):
            order._tap("finish")
        last = required.filtered(lambda check: check.line_id.code == "visit_else")
        (required - last).write({"is_done": True})
        with self.assertRaisesRegex(UserError, "anything else is open"):
            order._tap("finish")
        last.is_done = True
        order._tap("finish")
        with self.assertRaisesRegex(UserError, "signed"):
            order.action_close()
        order.write({"signature": "R0lGODlhAQABAAAAACw=", "signed_by": "Ms Wang", "customer_opinion": "Good"})
        order.action_sign()
        order.action_close()
        self.assertEqual((order.state, order.customer_opinion), ("closed", "Good"))

    def test_what_cannot_be_settled_on_the_spot_is_taken_back(self):
        """HOME-JOB-02: by agreement; it stays the same order, with all that it has."""
        order = self.started(line_ids=[(0, 0, {"product_id": self.part.id})])
        number, lines = order.name, order.line_ids
        order.write({"type_id": self.type_of("HOME-JOB-02").id, "customer_opinion": "May be taken back"})
        self.assertEqual(
            (order.kind, order.needs_visit, order.needs_signature), ("workshop_repair", False, True)
        )
        self.assertEqual((order.name, order.line_ids, order.state), (number, lines, "in_progress"))

    def test_the_checklist_of_a_job(self):
        """HOME-JOB-01."""
        lines = self.env["service.checklist"]._get_lines_for(self.order_of("delivery"))
        self.assertEqual(len(lines), 8)
        self.assertTrue(all(line.with_context(lang="zh_CN").name != line.name for line in lines))
