from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.addons.service_kernel.tests.users import new_test_user

JUNE_1 = date(2026, 6, 1)


@tagged("post_install", "-at_install")
class TestTargetSales(AccountTestInvoicingCommon):
    """Orders, paid invoices and sales of products are measured by salesperson and unit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        root = cls.env.ref("base.user_root").sudo()
        root.company_ids |= cls.company
        cls.env = cls.env(user=root, context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        values = {"company_id": cls.company.id, "company_ids": [Command.set(cls.company.ids)]}
        cls.officer = new_test_user(cls.env, "sales_officer", "service_scoring.group_officer", **values)
        users = [
            new_test_user(cls.env, f"seller_{number}", "sales_team.group_sale_salesman", **values)
            for number in (1, 2)
        ]
        cls.city, cls.beach = cls.env["hr.department"].create(
            [{"name": name, "company_id": cls.company.id} for name in ("City", "Beach")]
        )
        cls.shore = cls.env["hr.department"].create(
            {"name": "Shore", "company_id": cls.company.id, "parent_id": cls.beach.id}
        )
        cls.ann, cls.bob, cls.nobody = cls.env["hr.employee"].create(
            [
                {
                    "name": name,
                    "company_id": cls.company.id,
                    "user_id": user and user.id,
                    "department_id": cls.city.id,
                    "date_version": "2025-01-01",
                }
                for name, user in zip(("Ann", "Bob", "No login"), (*users, False), strict=True)
            ]
        )
        cls.ann.create_version({"date_version": date(2026, 6, 16), "department_id": cls.shore.id})
        cls.room, cls.card = cls.product_a, cls.product_b

    @classmethod
    def target(cls, **vals):
        return cls.env["service.score.target"].create(
            {
                "name": "Sales",
                "code": f"S{cls.env['service.score.target'].search_count([])}",
                "company_id": cls.company.id,
                "value": 1000,
                **vals,
            }
        )

    @classmethod
    def order(cls, employee, moment, *lines, confirm=True, **vals):
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.partner_a.id,
                "company_id": cls.company.id,
                "user_id": employee.user_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "price_unit": price,
                            "tax_ids": [Command.set(cls.tax_sale_a.ids)],
                        }
                    )
                    for product, price in lines
                ],
                **vals,
            }
        )
        if confirm:
            order.action_confirm()
        order.date_order = moment
        return order

    @classmethod
    def bill(cls, employee, price, kind="out_invoice", day="2026-05-20"):
        move = cls.env["account.move"].create(
            {
                "move_type": kind,
                "partner_id": cls.partner_a.id,
                "invoice_date": day,
                "invoice_user_id": employee.user_id.id,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Stay", "price_unit": price, "tax_ids": [Command.set(cls.tax_sale_a.ids)]}
                    )
                ],
            }
        )
        move.action_post()
        return move

    @classmethod
    def pay(cls, move, day, **vals):
        wizard = (
            cls.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=move.ids)
            .create({"payment_date": day, **vals})
        )
        return wizard._create_payments()

    def measured(self, target, day=JUNE_1):
        results = target.with_user(self.officer).measure_period(day).sudo()
        return {one.employee_id or one.department_id: one for one in results}

    def test_sales_orders(self):
        """HOTEL-TGT-01: confirmed orders by the company's days, without taxes, in its currency."""
        for moment, price in (
            ("2026-05-31 15:59:59", 1),
            ("2026-05-31 16:00:00", 10),
            ("2026-06-15 15:59:59", 100),
            ("2026-06-15 16:00:00", 1000),
            ("2026-06-30 15:59:59", 10000),
            ("2026-06-30 16:00:00", 100000),
        ):
            self.order(self.ann, moment, (self.room, price))
        self.order(self.ann, "2026-06-10 08:00:00", (self.room, 7), confirm=False)
        self.order(self.nobody, "2026-06-10 08:00:00", (self.room, 7))
        found = self.measured(self.target(metric="sale_orders"))
        self.assertEqual((found[self.ann].value, found[self.ann].source), (11110, "measured"))
        self.assertEqual((found[self.bob].value, found[self.bob].is_known), (0, True))
        self.assertFalse(found[self.nobody].is_known)
        # the unit counts what was sold by who belonged to it on that day
        office = self.env["hr.department"].create({"name": "Office", "company_id": self.company.id})
        self.nobody.department_id = office
        found = self.measured(self.target(metric="sale_orders", carrier="department"))
        self.assertEqual(
            [(found[unit].value, found[unit].is_known) for unit in (self.city, self.shore, self.beach)],
            [(110, True), (11000, True), (11000, True)],
        )
        self.assertFalse(found[office].is_known, "nobody there has a login: that is not zero")

    def test_sales_of_certain_products(self):
        """HOTEL-TGT-02: before somebody says of which products, nothing is known."""
        self.order(self.ann, "2026-06-10 08:00:00", (self.room, 500), (self.card, 60))
        target = self.target(metric="product_sales", value=0)
        self.assertFalse(target.is_measured or self.measured(target)[self.ann].is_known)
        target.metric_domain = f"[('product_id', '=', {self.card.id})]"
        self.assertTrue(target.is_measured)
        target.with_user(self.officer).sudo().result_ids.action_measure()
        self.assertEqual(self.measured(target)[self.ann].value, 60)

    def test_paid_invoices(self):
        """By the day of the last payment; credit notes count against what they settle or give back."""
        self.pay(self.bill(self.ann, 1), "2026-05-31")
        self.pay(self.bill(self.ann, 10), "2026-06-01")
        self.pay(self.bill(self.ann, 100), "2026-06-30")
        self.pay(self.bill(self.ann, 1000), "2026-07-01")
        self.bill(self.ann, 10000)
        partly = self.bill(self.ann, 200)
        self.pay(partly, "2026-06-05", amount=50)
        target = self.target(metric="paid_invoices")
        self.assertEqual(self.measured(target)[self.ann].value, 110)
        self.pay(partly, "2026-06-20")
        self.pay(self.bill(self.ann, 30, kind="out_refund"), "2026-06-21")
        self.assertEqual(self.measured(target)[self.ann].value, 280)
        # a credit note that settles the invoice: nothing was earned
        gone = self.bill(self.ann, 5000, day="2026-06-10")
        vals = {"invoice_date": "2026-06-11", "date": "2026-06-11", "invoice_user_id": self.ann.user_id.id}
        note = gone._reverse_moves([vals], cancel=True)
        self.assertEqual((gone.payment_state, note.payment_state), ("reversed", "paid"))
        self.assertEqual(self.measured(target)[self.ann].value, 280)

    def test_other_currencies(self):
        currency = self.setup_other_currency("EUR", rates=[("2016-01-01", 2.0)])
        move = self.bill(self.bob, 300)
        other = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner_a.id,
                "invoice_date": "2026-06-01",
                "currency_id": currency.id,
                "invoice_user_id": self.bob.user_id.id,
                "invoice_line_ids": [Command.create({"name": "Stay", "price_unit": 300, "tax_ids": False})],
            }
        )
        other.action_post()
        for one in (move, other):
            self.pay(one, "2026-06-10")
        self.assertEqual(self.measured(self.target(metric="paid_invoices"))[self.bob].value, 450)
