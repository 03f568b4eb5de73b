from itertools import product

from odoo.tests import freeze_time

from odoo.addons.service_kernel.tests.leave_common import enter_leave

from ..engine import order_liability as engine
from .pack_common import PackComplaintCase
from .sla_common import local

#: {(warranty, cause): purchase of the item}; what is sold today has another term tomorrow
BOUGHT = {"in": "2026-01-10", "out": "2019-01-10"}
ANSWERS = {"company": ("company", 100.0), "customer": ("customer", 0.0), "judge": (False, 0.0)}
ANSWERS["refuse"] = ANSWERS["judge"]


class PackOrderCase(PackComplaintCase):
    """A company whose service orders follow a pack that was loaded as it comes; items with warranties."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Order = cls.env["service.order"].with_context(tracking_disable=True)
        cls.item_product = cls.env["product.product"].create({"name": "Item", "company_id": cls.mall.id})
        cls.part = cls.env["product.product"].create({"name": "Part", "list_price": 120.0})
        for user in (cls.user, cls.officer):
            user.company_ids |= cls.mall
        cls.technician = cls.env["hr.employee"].create({"name": "Zhao", "company_id": cls.mall.id})
        with freeze_time(local("2026-03-01 09:00")):
            for state, day in BOUGHT.items():
                cls.register(f"SN-{state}", day)

    @classmethod
    def register(cls, serial, day, **vals):
        """An item sold to the customer, with its invoice, and the pack's term."""
        return cls.env["service.warranty"].create(
            {
                "company_id": cls.mall.id,
                "product_id": cls.item_product.id,
                "partner_id": cls.customer.id,
                "serial": serial,
                "purchase_date": day,
                "proof": "invoice",
                "proof_number": f"FP-{serial}",
                **vals,
            }
        )

    @classmethod
    def order_of(cls, code, warranty="in", at="2026-03-02 09:00", **vals):
        """A service order of a type of the pack, about an item in, out of or without a proven warranty."""
        with freeze_time(local(at)):
            return cls.Order.create(
                {
                    "company_id": cls.mall.id,
                    "partner_id": cls.customer.id,
                    "type_id": cls.type_of(code).id,
                    "product_id": cls.item_product.id,
                    "serial": f"SN-{warranty}",
                    "received_at": local(at),
                    "user_id": False,
                    **vals,
                }
            )

    @classmethod
    def type_of(cls, code):
        return cls.of("order.type", code)

    def at(self, text):
        return freeze_time(local(text))

    def assertMatrix(self, expected):
        """Every cell of warranty x cause x type of the pack: who pays, by which rule.

        :param expected: function of (warranty, cause, kind) that returns (rule, its answer)
        """
        cells = []
        types = self.env["service.order.type"].search(
            [("company_id", "=", self.mall.id), ("pack_code", "=", self.pack)]
        )
        for one in types:
            for warranty, cause in product(engine.WARRANTIES, engine.CAUSES):
                order = self.order_of(one.code, warranty, defect_cause=cause)
                self.assertEqual(order.warranty_state, warranty)
                rule, answer = expected(warranty, cause, one.kind)
                found = order.explanation["liability"]
                cells.append((one.code, warranty, cause))
                with self.subTest(type=one.code, warranty=warranty, cause=cause):
                    self.assertEqual(found["rule"], rule)
                    liability, share = ANSWERS[answer]
                    self.assertEqual((order.liability, order.company_share), (liability, share))
                    self.assertEqual(order.customer_share, 100.0 - share if liability else 0.0)
                    self.assertEqual(order.liability_rule_id.liability, answer)
        self.assertEqual(len(cells), len(types) * 15)

    def holiday(self, first, last, name="National Day"):
        """Public holidays from the first to the last day, on all calendars of the pack."""
        for calendar in self.env["resource.calendar"].search([("company_id", "=", self.mall.id)]):
            enter_leave(
                self.env,
                {
                    "name": name,
                    "calendar_id": calendar.id,
                    "company_id": self.mall.id,
                    "date_from": local(f"{first} 00:00"),
                    "date_to": local(f"{last} 23:59"),
                },
            )

    def make_up(self, day):
        """A make-up working day, with the hours of a Monday, on all calendars of the company."""
        for calendar in self.env["resource.calendar"].search([("company_id", "=", self.mall.id)]):
            self.env["service.calendar.day"].create(
                {"calendar_id": calendar.id, "date": day, "dayofweek": "0", "reason": "调休"}
            )
