from datetime import date, timedelta

from odoo.tests import freeze_time

from .common import ComplaintCase

TODAY = date(2026, 6, 15)
DAY = timedelta(days=1)


class WarrantyCase(ComplaintCase):
    """A product with a term of its own, on the 15th of June 2026, noon in Shanghai."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-06-15 04:00:00"))
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.Term = cls.env["service.warranty.term"]
        cls.Term.search([]).active = False  # what other data promises
        cls.Warranty = cls.env["service.warranty"].with_context(tracking_disable=True)
        cls.categ = cls.env["product.category"].create({"name": "Instruments"})
        cls.product = cls.env["product.product"].create(
            {"name": "Balance", "categ_id": cls.categ.id, "list_price": 100}
        )
        cls.term = cls.make_term("std", product_tmpl_ids=cls.product.product_tmpl_id.ids)
        cls.wang = cls.customer
        cls.li = cls.env["res.partner"].create({"name": "Li Lei"})

    @classmethod
    def make_term(cls, code, covers=(("parts", 12), ("labour", 6)), **vals):
        """Create a term with covers of so many months."""
        return cls.Term.create(
            {
                "code": code,
                "name": code.upper(),
                "cover_ids": [(0, 0, {"kind": kind, "value": months}) for kind, months in covers],
                **vals,
            }
        )

    @classmethod
    def register(cls, **vals):
        """Register an item of Ms Wang by hand, with an invoice."""
        return cls.Warranty.create(
            {
                "product_id": cls.product.id,
                "partner_id": cls.wang.id,
                "purchase_date": "2026-01-31",
                "proof": "invoice",
                "proof_number": "FP-1",
                **vals,
            }
        )

    @classmethod
    def sell(cls, quantity=1, confirm=True, **vals):
        """Sell the product to Ms Wang."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.wang.id,
                "order_line": [(0, 0, {"product_id": cls.product.id, "product_uom_qty": quantity})],
                **vals,
            }
        )
        if confirm:
            order.action_confirm()
        return order

    def assert_replayed(self):
        """All warranties are what their ledgers give."""
        self.env.flush_all()
        self.assertEqual(list(self.env["service.warranty"]._check_replay()), [])
