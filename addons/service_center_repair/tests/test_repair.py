import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.service_center.tests.order_common import OrderCase
from odoo.addons.service_kernel.tests.users import new_test_user


@tagged("post_install", "-at_install")
class TestRepair(OrderCase):
    """A workshop repair becomes a repair order, which reports back and is never stopped."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workshop = new_test_user(cls.env, "sc_workshop", "stock.group_stock_user")
        cls.product.tracking = "serial"
        cls.lot = cls.env["stock.lot"].create({"name": "SN-1", "product_id": cls.product.id})

    def accepted(self, **vals):
        order = self.order(
            "workshop_repair",
            serial="SN-1",
            description="No display",
            user_id=self.user.id,
            line_ids=[(0, 0, {"product_id": self.part.id, "quantity": 2})],
            **vals,
        )
        order.write({"state": "confirmed"})
        return order

    def repair(self, order):
        order.with_user(self.user).action_repair()
        return order.repair_order_ids.filtered(lambda one: one.state != "cancel").with_user(self.workshop)

    def test_who_works_with_orders_sees_which_one_it_is_for(self):
        repair = self.repair(self.accepted())
        both = new_test_user(self.env, "sc_both", "service_center.group_user,stock.group_stock_user")
        for user, sees in ((self.workshop, False), (both, True)):
            arch = repair.with_user(user).get_view(view_type="form")["arch"]
            self.assertEqual('name="service_order_id"' in arch, sees)

    def test_what_it_takes_along(self):
        order = self.accepted()
        self.env["ir.attachment"].create(
            {"name": "fault.txt", "raw": b"E7", "res_model": order._name, "res_id": order.id}
        )
        repair = self.repair(order)
        self.assertEqual(
            (repair.product_id, repair.lot_id, repair.partner_id), (self.product, self.lot, self.customer)
        )
        self.assertEqual(repair.move_ids.mapped("product_uom_qty"), [2])
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "repair.order"), ("res_id", "=", repair.id)]
        )
        self.assertEqual((files.name, files.raw), ("fault.txt", b"E7"))

    def test_there_and_back(self):
        order = self.accepted()
        repair = self.repair(order)
        repair.action_repair_start()
        self.assertEqual(order.state, "in_progress")
        repair.internal_notes = "<p>Board changed</p>"
        repair.move_ids.quantity = 1
        repair.action_repair_end()
        self.assertEqual((repair.state, order.state), ("done", "done"))
        self.assertTrue(order.finished_at)
        self.assertEqual(order.work_done, "Board changed")
        self.assertRecordValues(order.line_ids, [{"quantity": 1, "part_state": "used"}])

    def test_cancelled_it_says_so_and_another_can_be_made(self):
        order = self.accepted()
        first = self.repair(order)
        first.action_repair_cancel()
        self.assertIn("Repair cancelled: how does it go on?", order.activity_ids.mapped("summary"))
        self.assertEqual(order.state, "confirmed")
        self.assertNotEqual(self.repair(order), first)
        self.assertEqual(order.repair_order_count, 2)

    def test_one_at_a_time(self):
        order = self.accepted()
        repair = self.repair(order)
        self.assertEqual(self.repair(order), repair)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation):
            order._create_repair_order()

    def test_the_workshop_is_never_stopped(self):
        order = self.accepted()
        repair = self.repair(order)
        repair.action_repair_start()
        order.write({"state": "waiting", "waiting_for": "customer"})
        repair.action_repair_end()
        self.assertEqual((repair.state, order.state), ("done", "waiting"))
        self.assertIn(repair.name, order.activity_ids.mapped("summary")[-1])

    def test_what_is_refused(self):
        with self.assertRaisesRegex(UserError, "only workshop"):
            self.order("on_site_repair").action_repair()
        with self.assertRaisesRegex(UserError, "only workshop"):
            self.order("workshop_repair").action_repair()
        order = self.order("workshop_repair", product_id=False)
        order.write({"state": "confirmed"})
        with self.assertRaisesRegex(UserError, "which product"):
            order.action_repair()

    def test_who_may(self):
        order = self.accepted()
        with self.assertRaises(AccessError):
            order.with_user(self.employee).action_repair()
        repair = self.repair(order)
        with self.assertRaises(AccessError):
            repair.with_user(self.user).read(["name"])
        with self.assertRaises(AccessError):
            order.with_user(self.workshop).read(["name"])
