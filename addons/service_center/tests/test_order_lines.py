import psycopg2

from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .order_common import OrderCase


@tagged("post_install", "-at_install")
class TestOrderLines(OrderCase):
    """Parts, work and costs: prices, taxes, quantities."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.env["account.tax"].create({"name": "VAT 13", "amount": 13.0, "type_tax_use": "sale"})
        cls.part.taxes_id = cls.tax
        cls.pricelist = cls.env["product.pricelist"].create(
            {
                "name": "Service partners",
                "currency_id": cls.company.currency_id.id,
                "item_ids": [
                    (0, 0, {"compute_price": "percentage", "percent_price": 10.0}),
                    (
                        0,
                        0,
                        {
                            "applied_on": "1_product",
                            "product_tmpl_id": cls.part.product_tmpl_id.id,
                            "min_quantity": 10,
                            "compute_price": "fixed",
                            "fixed_price": 90.0,
                        },
                    ),
                ],
            }
        )

    def line(self, order=None, **vals):
        order = order or self.order(pricelist_id=self.pricelist.id)
        return self.env["service.order.line"].create(
            {"order_id": order.id, "product_id": self.part.id, **vals}
        )

    def test_price_list_and_taxes(self):
        line = self.line(quantity=2)
        self.assertEqual(line.price_unit, 108.0)
        self.assertEqual(line.price_subtotal, 216.0)
        self.assertAlmostEqual(line.price_total, 244.08)
        self.assertEqual(line.order_id.amount_untaxed, 216.0)
        self.assertAlmostEqual(line.order_id.amount_total, 244.08)

    def test_quantity_breaks(self):
        self.assertEqual(self.line(quantity=9).price_unit, 108.0)
        line = self.line(quantity=10)
        self.assertEqual(line.price_unit, 90.0)
        line.quantity = 9.99
        self.assertEqual(line.price_unit, 108.0)

    def test_a_price_set_by_hand_stays(self):
        line = self.line(price_unit=50.0)
        self.assertEqual((line.price_unit, line.list_price), (50.0, 108.0))
        line.quantity = 12
        self.assertEqual(line.price_unit, 50.0)

    def test_the_customers_price_list_is_taken(self):
        self.customer.property_product_pricelist = self.pricelist
        self.assertEqual(self.order().pricelist_id, self.pricelist)
        self.assertEqual(self.line(self.order()).price_unit, 108.0)

    def test_taxes_of_the_customers_fiscal_position(self):
        free = self.env["account.tax"].create({"name": "VAT 0", "amount": 0.0, "type_tax_use": "sale"})
        position = self.env["account.fiscal.position"].create({"name": "Abroad"})
        free.write({"fiscal_position_ids": position.ids, "original_tax_ids": self.tax.ids})
        self.customer.property_account_position_id = position
        self.assertEqual(self.line(self.order()).tax_ids, free)

    @mute_logger("odoo.sql_db")
    def test_quantities_are_above_zero_and_prices_not_below(self):
        for vals in ({"quantity": 0}, {"quantity": -1}, {"price_unit": -0.01}):
            with self.assertRaises(psycopg2.errors.CheckViolation), self.env.cr.savepoint():
                self.line(**vals).flush_recordset()
        line = self.line(quantity=0.01, price_unit=0.0, list_price=0.0)
        self.assertEqual(line.quantity, 0.01)

    @mute_logger("odoo.sql_db")
    def test_nobody_travels_less_than_nothing(self):
        """Who travelled least is sent first: a number below zero would send the same one for ever."""
        order = self.order()
        for name in ("travel_km", "travel_hours"):
            with self.assertRaises(psycopg2.errors.CheckViolation), self.env.cr.savepoint():
                order[name] = -0.5
                order.flush_recordset()
            order.invalidate_recordset()
            order[name] = 0.0
            order.flush_recordset()

    def test_work_and_costs_have_products(self):
        order = self.order()
        for kind in ("labour", "travel", "freight"):
            line = self.env["service.order.line"].create({"order_id": order.id, "kind": kind})
            self.assertEqual(line.product_id, self.env.ref(f"service_center.product_{kind}"))
        own = self.env["product.product"].create({"name": "Night work", "type": "service"})
        self.assertEqual(self.line(order, kind="labour", product_id=own.id).product_id, own)

    def test_a_user_enters_lines_in_the_form(self):
        order = self.order(user_id=self.user.id)
        with Form(order.with_user(self.user)) as form:
            with form.line_ids.new() as line:
                line.product_id = self.part
                line.quantity = 3
            with form.line_ids.new() as line:
                line.kind = "labour"
                line.price_unit = 80.0
        self.assertEqual(order.line_ids.mapped("price_subtotal"), [360.0, 80.0])
        self.assertEqual(order.line_ids[1].name, "Labour")
