from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .order_common import OrderCase


@tagged("post_install", "-at_install")
class TestOrder(OrderCase):
    """Registering service orders."""

    def test_orders_are_numbered_per_company(self):
        first, second = self.order(), self.order()
        self.assertRegex(first.name, r"^SVO/\d{4}/\d{5}$")
        self.assertEqual(int(second.name[-5:]), int(first.name[-5:]) + 1)

    def test_an_order_is_for_somebody(self):
        with self.assertRaises(ValidationError):
            self.order(partner_id=False)
        with self.assertRaises(ValidationError):
            self.order(partner_id=False, contact_name="  ")
        self.assertEqual(self.order(partner_id=False, contact_name="Ms Li").customer_name, "Ms Li")

    def test_contact_comes_from_the_customer(self):
        order = self.order()
        self.assertEqual(order.contact_phone, self.customer.phone)
        self.assertEqual(order.contact_email, "wang@example.com")

    def test_every_company_has_every_kind(self):
        kinds = {kind for kind, _label in self.env["service.order.type"]._fields["kind"].selection}
        for company in (self.company, self.other_company):
            types = self.env["service.order.type"].search([("company_id", "=", company.id)])
            self.assertLessEqual(kinds, set(types.mapped("kind")))
        self.env["service.order.type"]._create_base_types(self.company)
        again = self.env["service.order.type"].search_count(
            [("company_id", "=", self.company.id), ("code", "=", "exchange"), ("pack_code", "=", False)]
        )
        self.assertEqual(again, 1)

    def test_a_plan_ends_after_it_starts(self):
        with self.assertRaises(ValidationError):
            self.order(planned_start="2026-03-02 09:00:00", planned_end="2026-03-02 08:59:59")
        self.order(planned_start="2026-03-02 09:00:00", planned_end="2026-03-02 09:00:00")
