from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .order_common import OrderCase
from .report_common import local


@tagged("post_install", "-at_install")
class TestOwnerAnalysis(OrderCase):
    """Owners by type, model bought or repaired, region, trade, segment and loyalty (DEALER-ANA-02)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.state = cls.env["res.country.state"].search([("country_id.code", "=", "CN")], limit=1)
        cls.trade = cls.env["res.partner.industry"].create({"name": "Haulage"})
        cls.firm = cls.env["res.partner"].create(
            {
                "name": "Firm",
                "is_company": True,
                "country_id": cls.state.country_id.id,
                "state_id": cls.state.id,
                "industry_id": cls.trade.id,
                "service_customer_kind": "old",
            }
        )
        cls.driver = cls.env["res.partner"].create({"name": "Driver", "parent_id": cls.firm.id})
        cls.firm.sudo().service_segment = "lost"
        cls.env["service.warranty.term"].create(
            {"code": "t_owner", "name": "T", "cover_ids": [(0, 0, {"kind": "parts", "value": 12})]}
        )
        cls.Analysis = cls.env["service.owner.analysis"].with_user(cls.officer)

    def own(self, partner, product=None, **vals):
        return self.env["service.warranty"].create(
            {
                "partner_id": partner.id,
                "product_id": (product or self.product).id,
                "purchase_date": date(2026, 3, 2),
                **vals,
            }
        )

    def rows(self, partner):
        self.env.flush_all()
        return self.Analysis.search([("partner_id", "=", partner.id)], order="day, id")

    def test_bought_and_repaired(self):
        self.own(self.driver)
        self.order(partner_id=self.driver.id, received_at=local(2026, 3, 3, 0, 0, 0))
        self.order("consultation", partner_id=self.driver.id)  # no repair
        self.order(partner_id=self.driver.id, cancel_reason="Not needed").write({"state": "cancelled"})
        bought, repaired = self.rows(self.firm)
        self.assertEqual((bought.how, bought.day), ("bought", date(2026, 3, 2)))
        self.assertEqual((repaired.how, repaired.day), ("repaired", date(2026, 3, 3)), "of our time zone")
        for row in (bought, repaired):
            self.assertEqual(
                (row.product_id, row.customer_type, row.kind, row.state_id, row.industry_id, row.segment),
                (self.product, "company", "old", self.state, self.trade, "lost"),
            )
        self.assertEqual(bought.action_open_customer()["res_id"], self.firm.id)

    def test_customers_are_counted_once(self):
        self.own(self.customer)
        self.own(self.customer, self.part)
        self.own(self.driver)
        ours = [("partner_id", "in", (self.customer | self.firm).ids)]
        self.env.flush_all()
        self.assertEqual(
            self.Analysis._read_group(ours, [], ["partner_id:count_distinct", "items:sum"]), [(2, 3)]
        )
        found = self.Analysis._read_group(ours, ["customer_type"], ["partner_id:count_distinct"])
        self.assertEqual(dict(found), {"person": 1, "company": 1})

    def test_loyalty_by_confirmed_sales_of_the_company(self):
        self.own(self.driver)
        Sale = self.env["sale.order"]
        Sale.create({"partner_id": self.driver.id})  # a quotation
        for buyer, loyalty in (
            (None, "none"),
            (self.driver, "once"),
            (self.firm, "again"),
            (self.driver, "loyal"),
        ):
            if buyer:
                Sale.create({"partner_id": buyer.id, "state": "sale"})
            self.assertEqual(self.rows(self.firm).loyalty, loyalty)
            self.env.invalidate_all()

    def test_officers_of_the_company_only(self):
        self.own(self.driver)
        self.env.flush_all()
        with self.assertRaises(AccessError):
            self.Analysis.with_user(self.user).search([])
        there = self.Analysis.with_user(self.manager).with_context(allowed_company_ids=self.other_company.ids)
        self.manager.company_ids |= self.other_company
        self.assertFalse(there.search_count([("partner_id", "=", self.firm.id)]))

    def test_a_list_asks_a_fixed_number_of_queries(self):
        def read():
            self.env.invalidate_all()
            self.Analysis.search_fetch([("product_id", "=", self.product.id)], ["partner_id", "loyalty"])

        self.own(self.driver)
        self.env.flush_all()
        read()
        before = self.cr.sql_log_count
        read()
        few = self.cr.sql_log_count - before
        for _number in range(5):
            self.own(self.customer)
        self.env.flush_all()
        before = self.cr.sql_log_count
        read()
        self.assertEqual(self.cr.sql_log_count - before, few)
