from odoo.tests import tagged

from odoo.addons.service_center.tests.order_common import PNG, OrderCase
from odoo.addons.service_kernel.tests.users import new_test_user


@tagged("post_install", "-at_install")
class TestFreeParts(OrderCase):
    """Parts that the company pays leave the stock when the work is done: once, and back if it is not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.part.write({"is_storable": True, "taxes_id": False})
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.stock = cls.warehouse.lot_stock_id
        cls.env["stock.quant"]._update_available_quantity(cls.part, cls.stock, 10)

    def work(self, state="done", **line):
        values = {"product_id": self.part.id, "quantity": 2, "part_state": "used", **line}
        order = self.order(line_ids=[(0, 0, values)])
        order.employee_id = self.technician
        for step in ("confirmed", "scheduled", "in_progress", "done"):
            order.state = step
            if step == state:
                break
        return order

    def left(self, location=None):
        self.env.invalidate_all()
        return self.part.with_context(location=(location or self.stock).id).qty_available

    def test_they_leave_when_the_work_is_done(self):
        order = self.work("in_progress")
        self.assertEqual((self.left(), order.parts_picking_count), (10, 0))
        order.state = "done"
        picking = order.parts_picking_ids
        self.assertEqual((self.left(), picking.state, picking.origin), (8, "done", order.name))
        self.assertEqual(picking.location_dest_id.usage, "customer")
        self.assertEqual(picking.partner_id, self.customer)

    def test_never_twice(self):
        order = self.work()
        order.write({"signature": PNG, "signed_by": "Wang Fang", "state": "signed"})
        order._move_parts()
        order.action_close()
        order._move_parts()
        self.assertEqual((self.left(), order.parts_picking_count), (8, 1))

    def test_work_that_goes_on_gives_them_back(self):
        order = self.work()
        order.action_rework()
        self.assertEqual((self.left(), order.parts_picking_count), (10, 2))
        order.line_ids.quantity = 3
        self.assertEqual(self.left(), 10)
        order.action_finish()
        self.assertEqual((self.left(), order.parts_picking_count), (7, 3))

    def test_corrections_after_the_work(self):
        order = self.work(part_state="open")
        self.assertEqual(self.left(), 10)
        line = order.line_ids
        for change, rest in (
            ({"part_state": "used"}, 8),
            ({"quantity": 5}, 5),
            ({"quantity": 1}, 9),
            ({"part_state": "returned"}, 10),
            ({"part_state": "used"}, 9),
        ):
            line.write(change)
            self.assertEqual(self.left(), rest, change)
        order.line_ids = [(0, 0, {"product_id": self.part.id, "part_state": "used"})]
        self.assertEqual(self.left(), 8)
        order.line_ids.unlink()
        self.assertEqual(self.left(), 10)

    def test_only_what_is_kept_in_stock(self):
        self.part.is_storable = False
        self.assertFalse(self.work().parts_picking_ids)
        self.part.is_storable = True
        self.assertFalse(self.work(kind="other").parts_picking_ids)
        self.assertFalse(self.work(part_state="returned").parts_picking_ids)

    def test_units(self):
        self.work(uom_id=self.env.ref("uom.product_uom_dozen").id, quantity=0.5)
        self.assertEqual(self.left(), 4)

    def test_what_the_customer_pays_leaves_by_the_sale(self):
        self.free_rule.liability = "customer"
        self.part.invoice_policy = "delivery"
        order = self.order(line_ids=[(0, 0, {"product_id": self.part.id, "quantity": 2})])
        order.employee_id = self.technician
        order.action_confirm()
        order.action_make_quotation()
        order.quotation_id.action_confirm()
        order.line_ids.part_state = "used"
        for step in ("scheduled", "in_progress", "done"):
            order.state = step
        self.assertEqual((self.left(), order.parts_picking_count), (10, 0))
        order.action_create_invoice()
        self.assertEqual((self.left(), order.parts_picking_count), (8, 0))

    def test_who_pays_is_decided_anew(self):
        """Free parts come back by the order where the sale is to deliver them."""
        order = self.work()
        self.free_rule.liability = "customer"
        order._decide_liability()
        self.assertEqual(self.left(), 10)
        self.free_rule.liability = "company"
        order._decide_liability()
        self.assertEqual(self.left(), 8)

    def test_from_the_technicians_van(self):
        van = self.env["stock.location"].create({"name": "Van", "location_id": self.stock.location_id.id})
        self.technician.service_location_id = van
        self.env["stock.quant"]._update_available_quantity(self.part, van, 3)
        order = self.work()
        self.assertEqual((self.left(), self.left(van)), (10, 1))
        order.action_rework()
        self.assertEqual(self.left(van), 3)

    def test_numbered_parts_wait_for_the_warehouse(self):
        """Which numbers left is for people to say; nothing is left of it if the work goes on."""
        self.part.tracking = "serial"
        order = self.work()
        picking = order.parts_picking_ids
        self.assertNotIn(picking.state, ("done", "cancel", "draft"))
        order._move_parts()
        self.assertEqual(order.parts_picking_ids, picking)
        order.action_rework()
        self.assertEqual((picking.state, order.parts_picking_count), ("cancel", 1))

    def test_a_transfer_that_the_warehouse_cancelled_is_made_anew(self):
        self.part.tracking = "serial"
        order = self.work()
        order.parts_picking_ids.action_cancel()
        order._move_parts()
        self.assertEqual(sorted(order.parts_picking_ids.mapped("state"))[1:], ["cancel"])
        self.assertEqual(order.parts_picking_count, 2)

    def test_more_than_there_is(self):
        """The part is used, whatever the books say: the stock shows what is missing."""
        self.work(quantity=12)
        self.assertEqual(self.left(), -2)

    def test_without_a_warehouse(self):
        self.env["stock.quant"]._update_available_quantity(self.part, self.stock, -10)
        self.warehouse.active = False
        self.assertFalse(self.work().parts_picking_ids)

    def test_history_takes_nothing(self):
        order = self.work("in_progress")
        order.is_history = True
        order.state = "done"
        self.assertFalse(order.parts_picking_ids)

    def test_by_people_without_rights_in_the_warehouse(self):
        order = self.work("in_progress")
        order.user_id = self.user
        order.with_user(self.user).action_finish()
        self.assertEqual(self.left(), 8)
        self.assertEqual(order.with_user(self.user).parts_picking_count, 1)
        keeper = new_test_user(self.env, "sc_keeper2", "stock.group_stock_user,service_center.group_officer")
        action = order.with_user(keeper).action_open_parts_pickings()
        found = self.env["stock.picking"].with_user(keeper).search(action["domain"])
        self.assertEqual(found, order.parts_picking_ids)
