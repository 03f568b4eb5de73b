from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .warranty_common import TODAY, WarrantyCase


@tagged("post_install", "-at_install")
class TestWarrantyOrder(WarrantyCase):
    """Service orders find their item, follow its warranty, and tell its ledger what happens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.types = {
            one.kind: one
            for one in cls.env["service.order.type"].search(
                [("company_id", "=", cls.company.id), ("pack_code", "=", False)]
            )
        }
        cls.item = cls.register(serial="A1")

    def order(self, kind="workshop_repair", **vals):
        return (
            self.env["service.order"]
            .with_context(tracking_disable=True)
            .create(
                {
                    "partner_id": self.wang.id,
                    "type_id": self.types[kind].id,
                    "product_id": self.product.id,
                    "received_at": "2026-06-10 02:00:00",
                    **vals,
                }
            )
        )

    def test_the_item_is_found(self):
        self.assertEqual(self.order(serial=" a1 ").warranty_id, self.item)
        self.assertEqual(self.order().warranty_id, self.item)
        self.assertFalse(self.order(serial="A2").warranty_id)
        self.assertFalse(self.order(partner_id=self.li.id).warranty_id)
        self.assertEqual(self.order(partner_id=self.li.id, serial="A1").warranty_id, self.item)
        second = self.register(serial="B1")
        self.assertFalse(self.order().warranty_id, "two may be meant")
        order = self.order(warranty_id=second.id)
        self.assertEqual(order.warranty_id, second)
        order.serial = "A1"
        self.assertEqual(order.warranty_id, self.item)

    def test_the_state_is_that_of_the_day_it_came_in(self):
        self.term.cover_ids.filtered(lambda cover: cover.kind == "parts").value = 1
        item = self.register(serial="C1", purchase_date="2025-12-10")
        self.assertEqual(item.labour_end, date(2026, 6, 10))
        last = self.order(serial="C1", received_at="2026-06-10 15:59:59")
        late = self.order(serial="C1", received_at="2026-06-10 16:00:00")
        self.assertEqual((last.warranty_state, late.warranty_state), ("in", "out"))
        self.assertEqual(
            last._get_cover_shares(), {"part": 0, "labour": 100, "travel": 0, "freight": 0, "other": 0}
        )
        self.assertEqual(set(late._get_cover_shares().values()), {0.0})

    def test_unknown_items_are_not_proven(self):
        self.assertEqual(self.order(serial="A2").warranty_state, "unproven")
        unproven = self.register(proof="none", proof_number=False, serial="U1")
        order = self.order(serial="U1")
        self.assertEqual(order.warranty_state, "unproven")
        unproven.write({"proof": "receipt", "proof_number": "1"})
        self.assertEqual(order.warranty_state, "in")

    def test_causes_and_words_are_not_covered(self):
        self.term.excluded_words = "water"
        self.item.term_id = self.term.copy({"code": "copy"})
        order = self.order(serial="A1", defect_cause="misuse")
        self.assertEqual((order.warranty_state, order._get_cover_shares()["part"]), ("in", 0))
        order.defect_cause = "manufacturing"
        self.assertEqual(order._get_cover_shares()["part"], 100)
        order.description = "Water got in"
        self.assertEqual(order._get_cover_shares()["part"], 0)

    def test_work_on_it_is_a_repair_in_its_ledger(self):
        order = self.order(serial="A1", description="No power\nsince Monday")
        order.user_id = self.user
        order.with_user(self.user).action_confirm()
        self.assertFalse(self.item.under_repair_since)
        order.with_user(self.user).action_start()
        self.assertEqual((self.item.under_repair_since, self.item.end_date), (TODAY, False))
        order.with_user(self.user).action_finish()
        self.assertEqual((self.item.under_repair_since, self.item.repair_count), (False, 1))
        self.assertEqual(self.item.end_date, date(2027, 2, 1))
        events = self.item.event_ids.filtered("order_id")
        self.assertEqual(set(events.mapped("kind")), {"repair_begin", "repair_end"})
        self.assertIn("No power", events.mapped("fault"))
        order.action_rework()
        order.action_finish()
        self.assertEqual((self.item.repair_count, self.item.end_date), (2, date(2027, 2, 1)))
        self.assert_replayed()

    def test_consultations_are_no_repairs(self):
        order = self.order("consultation", serial="A1")
        order.action_confirm()
        order.action_start()
        self.assertFalse(self.item.under_repair_since)

    def test_a_reading_at_the_visit(self):
        order = self.order(serial="A1", usage_reading=120)
        self.assertEqual(self.item.last_reading, 120)
        order.usage_reading = 110
        self.assertEqual((self.item.last_reading, self.item.last_reading_on), (110, TODAY))
        with self.assertRaisesRegex(UserError, "lower than the reading"):
            self.order(serial="A1", usage_reading=50)
        self.assert_replayed()

    def test_an_erased_order_does_not_lead_to_the_owner(self):
        order = self.order(serial="A1")
        order.action_confirm()
        order.action_start()
        order.action_finish()
        order.write({"signature": b"iVBORw0KGgo=", "signed_by": "Wang"})
        order.action_sign()
        order.action_close()
        order._anonymise()
        self.assertFalse(order.warranty_id)
        self.assertFalse(self.item.event_ids.order_id)
        self.assert_replayed()

    def test_many_orders_take_few_queries(self):
        serials = [f"N{number}" for number in range(20)]
        for serial in serials:
            self.register(serial=serial)
        values = {"partner_id": self.wang.id, "type_id": self.types["consultation"].id}
        Order = self.env["service.order"].with_context(tracking_disable=True)

        def create(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            orders = Order.create([{**values, "product_id": self.product.id, "serial": one} for one in some])
            self.env.flush_all()
            self.assertEqual(set(orders.mapped("warranty_state")), {"in"})
            return self.cr.sql_log_count - before

        create(serials[:2])
        self.assertLessEqual(create(serials[2:20]) - create(serials[:2]), 6)
