from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .warranty_common import WarrantyCase


@tagged("post_install", "-at_install")
class TestRecall(WarrantyCase):
    """Goods that were sold are recalled: an order for each customer, once, free, and word to all of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wang.email = "wang@example.com"
        cls.li.email = False
        cls.items = cls.register(serial="A1") | cls.register(serial="A2")
        cls.items |= cls.register(serial="B1", partner_id=cls.li.id)

    def recall(self, items=None, user=None, **vals):
        items = (items or self.items).with_user(user or self.officer)
        action = items.action_recall()
        Recall = self.env["service.warranty.recall"].with_user(user or self.officer)
        return Recall.with_context(**action["context"]).create(
            {"recall_number": "RC-1", "description": "The charger may overheat.", **vals}
        )

    def orders(self, number="RC-1"):
        self.env.invalidate_all()
        return self.env["service.order"].search([("recall_number", "=", number)], order="id")

    def test_one_order_for_each_customer(self):
        recall = self.recall()
        self.assertIn("Customers: 2. New orders: 2.", recall.summary)
        action = recall.action_confirm()
        orders = self.orders()
        self.assertEqual(self.env["service.order"].search(action["domain"]), orders)
        self.assertEqual(set(orders.partner_id), {self.wang, self.li})
        self.assertEqual(set(orders.mapped("kind")), {"return"})
        self.assertEqual(orders.product_id, self.product)
        wang = orders.filtered(lambda order: order.partner_id == self.wang)
        self.assertEqual(
            (wang.serial, wang.description), (False, "The charger may overheat.\nRecalled: A1, A2")
        )
        li = orders - wang
        self.assertEqual((li.serial, li.warranty_id), ("B1", self.items[2]))
        self.assertEqual(orders.user_id, self.officer)

    def test_again_it_adds_only_who_is_missing(self):
        self.recall().action_confirm()
        first = self.orders()
        zhao = self.env["res.partner"].create({"name": "Zhao"})
        more = self.items | self.register(serial="C1", partner_id=zhao.id)
        recall = self.recall(more)
        self.assertIn("Customers: 3. New orders: 1. Has an order of this recall already: 2.", recall.summary)
        recall.action_confirm()
        self.assertEqual((self.orders() - first).partner_id, zhao)
        first.write({"state": "cancelled", "cancel_reason": "Sent back already."})
        self.recall(more).action_confirm()
        self.assertEqual(len(self.orders()), 3, "one that was cancelled is not made anew")
        self.recall(recall_number=" RC-1 ").action_confirm()
        self.assertEqual(len(self.orders()), 3)
        self.recall(recall_number="RC-2").action_confirm()
        self.assertEqual(len(self.orders("RC-2")), 2)

    def test_nobody_pays_and_all_is_explained(self):
        old = self.register(serial="OLD", purchase_date="2019-01-10")
        self.recall(old).action_confirm()
        order = self.orders()
        self.assertEqual((order.warranty_state, order.liability), ("out", "company"))
        self.assertEqual(order.defect_cause, "manufacturing")
        said = {item["code"]: item for item in order.get_explanation()}
        self.assertEqual(said["recall"]["value"], "RC-1")
        self.assertIn("goods that were recalled", said["recall"]["how"])
        self.assertIn("OLD", str(said["recall"]))
        self.assertIn("the goods were recalled", said["liability"]["how"])
        order.defect_cause = "misuse"
        self.assertEqual(order.liability, "company")

    def test_customers_are_told_or_called(self):
        self.recall().action_confirm()
        orders = self.orders()
        messages = self.env["service.message"].search(
            [("res_model", "=", "service.order"), ("res_id", "in", orders.ids), ("template", "=", "recall")]
        )
        self.assertEqual(messages.partner_id, self.wang)
        self.assertIn("recall of Balance", messages.subject)
        wangs = orders.filtered(lambda order: order.partner_id == self.wang)
        for text in ("The charger may overheat.", "A1, A2", "do not use it", wangs.name):
            self.assertIn(text, messages.body)
        called = orders.filtered("activity_ids")
        self.assertEqual(called.partner_id, self.li)
        self.assertEqual(called.activity_ids.user_id, self.officer)
        self.recall().action_confirm()
        self.assertEqual(len(self.orders().activity_ids), 1)

    def test_without_telling(self):
        self.recall(tell_customers=False).action_confirm()
        orders = self.orders()
        self.assertFalse(orders.activity_ids)
        self.assertFalse(
            self.env["service.message"].search([("res_id", "in", orders.ids), ("template", "=", "recall")])
        )

    def test_who_has_the_goods(self):
        """What was exchanged is back; what is void is still there; of some, nobody knows where they are."""
        self.items[0]._exchange(self.items[0].purchase_date, "A9")
        self.items[1]._void("Opened", self.items[1].purchase_date)
        nobody = self.register(serial="N1", partner_id=False)
        recall = self.recall(self.items | nobody)
        self.assertIn("N1", recall.summary)
        recall.action_confirm()
        wang = self.orders().filtered(lambda order: order.partner_id == self.wang)
        self.assertEqual(wang.serial, "A2")
        with self.assertRaisesRegex(UserError, "Nobody is known"):
            self.recall(nobody, recall_number="RC-3").action_confirm()

    def test_officers_only_and_never_by_hand(self):
        with self.assertRaises(AccessError):
            self.recall(user=self.user)
        order = self.env["service.order"].create(
            {"partner_id": self.wang.id, "recall_number": "RC-9", "recall_key": "RC-9/1/1"}
        )
        order.write({"recall_number": "RC-9", "recall_key": "RC-9/1/1"})
        self.assertFalse(order.recall_number or order.recall_key)

    def test_number_and_company(self):
        with self.assertRaisesRegex(UserError, "Which recall"):
            self.recall(recall_number="  ").action_confirm()
        term = self.make_term("other", company_id=self.other_company.id)
        other = self.register(company_id=self.other_company.id, term_id=term.id, partner_id=False)
        with self.assertRaisesRegex(UserError, "one company"):
            (self.items | other).action_recall()

    def test_two_contacts_that_are_merged_keep_their_orders(self):
        self.recall().action_confirm()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        (self.wang | self.li).write({"email": "wang@example.com"})
        wizard._merge((self.wang | self.li).ids, self.wang)
        self.assertEqual(self.orders().partner_id, self.wang)
        self.assertEqual(len(self.orders()), 2)

    def test_the_dialog(self):
        action = self.items.with_user(self.officer).action_recall()
        Recall = self.env["service.warranty.recall"].with_user(self.officer)
        with Form(Recall.with_context(**action["context"])) as form:
            self.assertEqual(form.type_id.kind, "return")
            form.recall_number = "RC-7"
            form.description = "Sharp edges."
            self.assertIn("New orders: 2.", form.summary)
        form.record.action_confirm()
        self.assertEqual(len(self.orders("RC-7")), 2)

    def test_queries_do_not_grow_with_the_items(self):
        def count(size, number):
            partners = self.env["res.partner"].create([{"name": f"P{one}"} for one in range(size)])
            items = self.Warranty.union(*(self.register(partner_id=one.id) for one in partners))
            recall = self.recall(items, recall_number=number, tell_customers=False)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            recall._compute_summary()
            return self.cr.sql_log_count - before

        count(2, "Q0")  # what is cached
        self.assertEqual(count(2, "Q1"), count(12, "Q2"))
