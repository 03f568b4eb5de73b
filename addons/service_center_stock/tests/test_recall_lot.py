from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.service_center.tests.warranty_common import WarrantyCase
from odoo.addons.service_kernel.tests.users import new_test_user


@tagged("post_install", "-at_install")
class TestRecallLot(WarrantyCase):
    """A batch is recalled from who bought it, and still has it (GSP-RECALL-01)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.drug = cls.env["product.product"].create(
            {"name": "Drug", "is_storable": True, "tracking": "lot", "categ_id": cls.categ.id}
        )
        cls.batch, cls.other_batch = cls.env["stock.lot"].create(
            [{"name": name, "product_id": cls.drug.id} for name in ("B-1", "B-2")]
        )
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.keeper = new_test_user(
            cls.env, "sc_recaller", "service_center.group_officer,stock.group_stock_user"
        )

    def move(self, partner, quantity, lot=None, back=False):
        """Deliver from a batch, or take back."""
        lot = lot or self.batch
        customers = self.env.ref("stock.stock_location_customers")
        source, target = self.warehouse.lot_stock_id, customers
        if back:
            source, target = target, source
        kind = self.warehouse.in_type_id if back else self.warehouse.out_type_id
        place = {"location_id": source.id, "location_dest_id": target.id}
        picking = self.env["stock.picking"].create(
            {"picking_type_id": kind.id, "partner_id": partner and partner.id, **place}
        )
        move = self.env["stock.move"].create(
            {"picking_id": picking.id, "product_id": lot.product_id.id, "product_uom_qty": quantity, **place}
        )
        picking.action_confirm()
        move.move_line_ids.unlink()
        move.move_line_ids = [
            (0, 0, {"product_id": lot.product_id.id, "lot_id": lot.id, "quantity": quantity, **place})
        ]
        move.picked = True
        picking._action_done()
        self.assertEqual(picking.state, "done")

    def recall(self, lots=None):
        action = (lots or self.batch).with_user(self.keeper).action_recall()
        Recall = self.env["service.warranty.recall"].with_user(self.keeper)
        recall = Recall.with_context(**action["context"])
        return recall.create({"recall_number": "RC-1", "description": "Impure."})

    def orders(self):
        return self.env["service.order"].search([("recall_number", "=", "RC-1")], order="id")

    def test_who_bought_the_batch(self):
        zhao = self.env["res.partner"].create({"name": "Zhao"})
        self.move(self.wang, 3)
        self.move(self.wang, 2)
        self.move(self.li, 4)
        self.move(self.li, 4, back=True)
        self.move(zhao, 5, lot=self.other_batch)
        recall = self.recall()
        self.assertIn("Customers: 1. New orders: 1.", recall.summary)
        recall.action_confirm()
        order = self.orders()
        self.assertEqual((order.partner_id, order.product_id), (self.wang, self.drug))
        self.assertEqual(order.description, "Impure.\nRecalled: B-1 × 5")
        self.assertFalse(order.serial)
        self.assertEqual(order.liability, "company")
        self.recall(self.batch | self.other_batch).action_confirm()
        self.assertEqual(self.orders().partner_id, self.wang | zhao)

    def test_a_delivery_to_an_address_is_the_customers(self):
        branch = self.env["res.partner"].create(
            {"name": "Branch", "parent_id": self.li.id, "type": "delivery"}
        )
        self.move(branch, 1)
        self.recall().action_confirm()
        self.assertEqual(self.orders().partner_id, self.li)

    def test_delivered_to_nobody(self):
        self.move(None, 1)
        recall = self.recall()
        self.assertIn("B-1", recall.summary)
        with self.assertRaisesRegex(UserError, "Nobody is known"):
            recall.action_confirm()

    def test_a_serial_number_finds_its_warranty(self):
        self.product.write({"is_storable": True, "tracking": "serial"})
        item = self.register(serial="S-1")
        lot = self.env["stock.lot"].create({"name": "S-1", "product_id": self.product.id})
        self.move(self.wang, 1, lot=lot)
        recall = self.recall(lot)
        recall.warranty_ids = item
        self.assertEqual(len(recall._get_recalled()[0][self.wang, self.product]), 1)
        recall.action_confirm()
        self.assertEqual((self.orders().serial, self.orders().warranty_id), ("S-1", item))
