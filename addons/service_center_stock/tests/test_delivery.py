from datetime import date

from odoo.tests import Form, freeze_time, tagged

from odoo.addons.service_center.tests.warranty_common import TODAY, WarrantyCase
from odoo.addons.service_kernel.tests.users import new_test_user


@tagged("post_install", "-at_install")
class TestDelivery(WarrantyCase):
    """Deliveries number and start the items that were sold, returns end them; transfers always succeed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.write({"is_storable": True, "tracking": "serial"})
        cls.term.start_with_delivery = True
        cls.keeper = new_test_user(cls.env, "sc_keeper", "stock.group_stock_user")

    def tearDown(self):
        self.assert_replayed()
        super().tearDown()

    def deliver(self, picking, *serials):
        move = picking.move_ids
        move.move_line_ids.unlink()
        for serial in serials:
            lot = self.env["stock.lot"].search(
                [("name", "=", serial), ("product_id", "=", self.product.id)]
            ) or self.env["stock.lot"].create({"name": serial, "product_id": self.product.id})
            self.env["stock.move.line"].create(
                {
                    "move_id": move.id,
                    "picking_id": picking.id,
                    "product_id": self.product.id,
                    "lot_id": lot.id,
                    "quantity": 1,
                    "location_id": move.location_id.id,
                    "location_dest_id": move.location_dest_id.id,
                }
            )
        move.picked = True
        picking.with_user(self.keeper).with_context(skip_backorder=True)._action_done()
        self.assertEqual(picking.state, "done")

    def take_back(self, picking, quantity):
        wizard = Form(
            self.env["stock.return.picking"].with_context(
                active_id=picking.id, active_ids=picking.ids, active_model="stock.picking"
            )
        ).save()
        wizard.product_return_moves.quantity = quantity
        action = wizard.action_create_returns()
        return self.env["stock.picking"].browse(action["res_id"])

    def items(self, order):
        return self.Warranty.search([("sale_order_id", "=", order.id)], order="id")

    def live(self, order):
        return self.items(order).filtered(lambda item: not item.closed_by)

    def test_numbers_fill_the_items_and_double_none(self):
        order = self.sell(3)
        with freeze_time("2026-06-18 04:00:00"):
            self.deliver(order.picking_ids, "A1", "A2", "A3")
            items = self.items(order)
            self.assertEqual(items.mapped("serial"), ["A1", "A2", "A3"])
            self.assertEqual(set(items.mapped("start_basis")), {"delivery"})
            self.assertEqual(set(items.mapped("start_date")), {date(2026, 6, 18)})
            self.assertEqual(set(items.mapped("end_date")), {date(2027, 6, 18)})
            self.assertTrue(all(items.mapped("is_current")))

    def test_delivered_in_two_parts(self):
        order = self.sell(2)
        self.deliver(order.picking_ids, "B1")
        self.assertEqual(self.items(order).mapped("serial"), ["B1", False])
        rest = order.picking_ids.filtered(lambda picking: picking.state != "done")
        self.deliver(rest, "B2")
        self.assertEqual(self.items(order).mapped("serial"), ["B1", "B2"])

    def test_the_term_says_when_it_starts(self):
        self.term.start_with_delivery = False
        order = self.sell(1)
        with freeze_time("2026-06-18 04:00:00"):
            self.deliver(order.picking_ids, "C1")
            self.assertEqual(
                (self.items(order).start_basis, self.items(order).start_date), ("purchase", TODAY)
            )

    def test_the_item_that_came_back_ends(self):
        order = self.sell(2)
        self.deliver(order.picking_ids, "D1", "D2")
        self.deliver(self.take_back(order.picking_ids, 1), "D1")
        first, second = self.items(order)
        self.assertEqual((first.closed_by, second.closed_by), ("void", False))
        self.assertEqual(self.live(order).serial, "D2")

    def test_another_is_sent_for_it(self):
        order = self.sell(1)
        out = order.picking_ids
        self.deliver(out, "E1")
        back = self.take_back(out, 1)
        self.deliver(back, "E1")
        self.assertFalse(self.live(order))
        self.deliver(self.take_back(back, 1), "E2")
        self.assertEqual(self.live(order).serial, "E2")
        self.assertEqual(len(self.items(order)), 2)

    def test_the_same_one_is_sent_again(self):
        order = self.sell(1)
        self.deliver(order.picking_ids, "F1")
        back = self.take_back(order.picking_ids, 1)
        self.deliver(back, "F1")
        self.deliver(self.take_back(back, 1), "F1")
        self.assertEqual((len(self.items(order)), self.live(order).serial), (1, "F1"))

    def test_a_number_that_is_taken_is_flagged(self):
        first = self.register(serial="G1")
        order = self.sell(1)
        self.deliver(order.picking_ids, "G1")
        item = self.items(order)
        self.assertEqual((item.serial, item.conflict_id), ("G1", first))

    def test_without_numbers_units_are_counted(self):
        self.product.tracking = "none"
        order = self.sell(2)
        picking = order.picking_ids
        picking.move_ids.write({"quantity": 2, "picked": True})
        picking._action_done()
        self.assertEqual(set(self.items(order).mapped("start_basis")), {"delivery"})
        back = self.take_back(picking, 1)
        back.move_ids.write({"quantity": 1, "picked": True})
        back._action_done()
        self.assertEqual(len(self.live(order)), 1)
