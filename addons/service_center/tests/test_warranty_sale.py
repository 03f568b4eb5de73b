from datetime import date

from odoo.tests import tagged

from .warranty_common import TODAY, WarrantyCase


@tagged("post_install", "-at_install")
class TestWarrantySale(WarrantyCase):
    """Confirmed sales start warranties; whatever Odoo does to a sale, it succeeds and ours is right (E6)."""

    def tearDown(self):
        self.assert_replayed()
        super().tearDown()

    def items(self, order):
        return self.Warranty.search([("sale_order_id", "=", order.id)], order="id")

    def live(self, order):
        return self.items(order).filtered(lambda item: not item.closed_by)

    def test_one_for_each_unit(self):
        order = self.sell(3)
        items = self.items(order)
        self.assertEqual(len(items), 3)
        for item in items:
            self.assertRecordValues(
                item,
                [
                    {
                        "origin": "sale",
                        "partner_id": self.wang.id,
                        "purchase_date": TODAY,
                        "proof": "sale",
                        "end_date": date(2027, 6, 15),
                        "state": "in",
                    }
                ],
            )
        self.assertEqual(order.service_warranty_count, 3)

    def test_the_day_is_that_of_the_company(self):
        order = self.sell(confirm=False)
        with self.subTest("late in the evening in UTC"):
            order.action_confirm()
            order.date_order = "2026-06-14 17:00:00"
            self.assertEqual(order.order_line._get_service_start(), ("purchase", TODAY))

    def test_dozens_and_parts_of_a_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.sell(1)
        order.order_line.product_uom_id = dozen
        self.assertEqual(len(self.live(order)), 12)
        self.assertEqual(len(self.items(self.sell(2.5))), 3)

    def test_services_and_products_without_a_term_have_none(self):
        service = self.env["product.product"].create({"name": "Training", "type": "service"})
        other = self.env["product.product"].create({"name": "Paper"})
        self.term.product_tmpl_ids |= service.product_tmpl_id
        for product in (service, other):
            order = self.env["sale.order"].create(
                {"partner_id": self.wang.id, "order_line": [(0, 0, {"product_id": product.id})]}
            )
            order.action_confirm()
            self.assertFalse(self.items(order))
        self.term.from_sale = False
        self.assertFalse(self.items(self.sell()))

    def test_a_cancelled_sale_ends_them_and_a_new_confirmation_starts_new_ones(self):
        order = self.sell(2)
        first = self.items(order)
        order.action_cancel()
        self.assertEqual(first.mapped("closed_by"), ["void", "void"])
        self.assertEqual(set(first.mapped("state")), {"out"})
        order.action_draft()
        order.action_confirm()
        self.assertEqual(len(self.live(order)), 2)
        self.assertFalse(self.live(order) & first)

    def test_less_and_more_of_a_confirmed_sale(self):
        order = self.sell(3)
        order.order_line.product_uom_qty = 1
        self.assertEqual(len(self.live(order)), 1)
        order.order_line.product_uom_qty = 4
        self.assertEqual((len(self.live(order)), len(self.items(order))), (4, 4))
        order.order_line = [(0, 0, {"product_id": self.product.id, "product_uom_qty": 2})]
        self.assertEqual(len(self.live(order)), 6)

    def refund(self, order, quantity=None, price=None):
        self.product.invoice_policy = "order"
        if not order.invoice_ids:
            order._create_invoices().action_post()
        invoice = order.invoice_ids.filtered(lambda move: move.move_type == "out_invoice")
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "reason": "Returned"})
        )
        wizard.refund_moves()
        note = wizard.new_move_ids
        for name, value in (("quantity", quantity), ("price_unit", price)):
            if value is not None:
                note.invoice_line_ids[name] = value
        note.action_post()
        return note

    def test_goods_given_back_end_theirs(self):
        order = self.sell(3)
        note = self.refund(order, quantity=2)
        self.assertEqual(len(self.live(order)), 1)
        note.button_draft()
        self.assertEqual((len(self.live(order)), len(self.items(order))), (3, 3))

    def test_a_lower_price_is_no_return(self):
        order = self.sell(2)
        self.refund(order, price=30)
        self.assertEqual(len(self.live(order)), 2)

    def test_what_was_given_in_exchange_ends_with_the_sale(self):
        order = self.sell(1)
        new = self.items(order)._exchange(serial="N1")
        self.assertEqual(self.live(order), new)
        order.action_cancel()
        self.assertEqual((new.closed_by, self.live(order)), ("void", self.Warranty))

    def test_a_seller_needs_no_rights_on_warranties(self):
        from odoo.addons.service_kernel.tests.users import new_test_user

        seller = new_test_user(self.env, "wc_seller", "sales_team.group_sale_salesman_all_leads")
        order = self.sell(1, confirm=False, user_id=seller.id)
        order.with_user(seller).action_confirm()
        self.assertEqual(len(self.live(order)), 1)
        order.with_user(seller).action_cancel()
        self.assertFalse(self.live(order))

    def test_a_sale_in_the_future_is_sold_today(self):
        order = self.sell(1)
        line = order.order_line
        order.date_order = "2027-01-01 00:00:00"
        line.product_uom_qty = 2
        self.assertEqual(set(self.live(order).mapped("purchase_date")), {TODAY})

    def test_a_serial_number_sold_twice_is_flagged(self):
        """What a delivery says is so, whatever we know: nothing is stopped."""
        first = self.register(serial="A1")
        line = self.sell(0).order_line
        vals = {**line._prepare_service_warranties(1)[0], "serial": "A1"}
        second = self.env["service.warranty"]._register_sold([vals])
        self.assertEqual((second.conflict_id, second.is_current), (first, False))
        self.assertIn(first.name, second.warning)
        first._void("Typed wrong")
        second.serial = "A1"
        self.assertEqual((second.conflict_id, second.is_current), (self.Warranty, True))

    def test_a_deleted_order_line_leaves_the_item(self):
        order = self.sell(1)
        item = self.items(order)
        order.action_cancel()
        order.unlink()
        self.assertTrue(item.exists())
        self.assertEqual((item.sale_order_id.id, item.closed_by), (False, "void"))

    def test_merged_contacts_keep_their_items(self):
        item = self.register()
        item._transfer(self.li)
        twin = self.env["res.partner"].create({"name": "Li Lei", "email": self.li.email})
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.li | twin).ids, twin)
        self.env.invalidate_all()
        self.assertEqual(item.partner_id, twin)
