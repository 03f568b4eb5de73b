from odoo.exceptions import AccessError
from odoo.tests import tagged

from .pack_order_common import PackOrderCase


@tagged("post_install", "-at_install")
class TestPackCarMakerOrders(PackOrderCase):
    """What of the car maker's pack concerns service orders."""

    pack = "car_maker"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.support = cls.of("authority.level", "technical_support")
        cls.support.user_ids = cls.officer
        cls.env["service.warranty"].create(
            {
                "company_id": cls.mall.id,
                "product_id": cls.item_product.id,
                "partner_id": cls.customer.id,
                "serial": "VIN-1",
                "purchase_date": "2019-01-10",
                "proof": "invoice",
                "proof_number": "FP-1",
            }
        )

    @classmethod
    def register(cls, serial, day, **vals):
        """The pack has no terms: the company's own one."""
        term = cls.env["service.warranty.term"].search([("code", "=", "own")]) or cls.env[
            "service.warranty.term"
        ].create(
            {
                "code": "own",
                "name": "Car",
                "company_id": cls.mall.id,
                "cover_ids": [(0, 0, {"kind": "parts", "value": 36})],
            }
        )
        return super().register(serial, day, term_id=term.id, **vals)

    def ask(self, order, **vals):
        return self.env["service.order.exception"].create({"order_id": order.id, "reason": "x", **vals})

    def test_a_special_case_is_partial_and_never_automatic(self):
        """CARMK-COMP-01: a quality defect beyond the warranty, on application, by technical support."""
        order = self.order_of("workshop", "out", defect_cause="manufacturing")
        self.assertEqual((order.liability, order.customer_share), ("customer", 100))
        asked = self.ask(order)
        self.assertEqual((asked.rule_code, asked.company_share), ("CARMK-COMP-01", 50))
        self.assertEqual(asked.level_id, self.support)
        self.assertEqual(order.liability, "customer")
        with self.assertRaises(AccessError):
            asked.with_user(self.user).action_approve()
        asked.with_user(self.officer).action_approve()
        self.assertEqual((order.liability, order.company_share), ("split", 50))

    def test_goodwill_outside_the_warranty(self):
        """CARMK-COMP-02: whatever the cause."""
        order = self.order_of("workshop", "out", defect_cause="wear")
        self.assertEqual(self.ask(order).rule_code, "CARMK-COMP-02")
        self.assertEqual(order.liability, "customer")

    def test_the_stages_of_a_workshop_order(self):
        """CARWS-FLOW-01."""
        lines = self.env["service.checklist"]._get_lines_for(self.order_of("workshop"))
        stages = ["booking", "preparation", "reception", "repair", "quality_check", "handover", "settlement"]
        self.assertEqual(lines.mapped("code"), [f"flow_{stage}" for stage in [*stages, "follow_up"]])
