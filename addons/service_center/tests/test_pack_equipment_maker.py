from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .pack_order_common import PackOrderCase


@tagged("post_install", "-at_install")
class TestPackEquipmentMaker(PackOrderCase):
    """EQM from the loaded pack: who bears the cost, special cases, who goes."""

    pack = "equipment_maker"

    def test_every_cell_of_the_matrix(self):
        """EQM-SVC-04, Q-06, for every type of the pack."""
        codes = {"manufacturing": ("a", "company"), "misuse": ("b", "customer"), "unknown": ("c", "judge")}
        base = {"transport": "company", "wear": "customer"}

        def expected(warranty, cause, kind):
            if kind == "installation":
                return "commissioning", "company"
            if kind == "maintenance":
                return "EQM-SVC-05", "company"
            if warranty == "in":
                letter, answer = codes.get(cause, ("", ""))
                if kind == "consultation" and not letter:
                    return "consultation", "company"
                return (f"EQM-SVC-04{letter}", answer) if letter else (f"in_{cause}", base[cause])
            return {"out": "EQM-SVC-04d", "unproven": "EQM-SVC-04e"}[warranty], "customer"

        self.assertMatrix(expected)

    def test_special_cases_are_company_managements(self):
        """EQM-SVC-04: misuse in warranty, another split needs its approval."""
        management = self.of("authority.level", "company_management")
        sales = self.of("authority.level", "sales_head")
        management.user_ids, sales.user_ids = self.manager, self.officer
        order = self.order_of("EQM-SVC-03", defect_cause="misuse")
        self.assertEqual((order.liability, order.customer_share), ("customer", 100))
        asked = self.env["service.order.exception"].create(
            {"order_id": order.id, "company_share": 30, "reason": "A good customer"}
        )
        self.assertEqual(asked.level_id, management)
        self.assertEqual(order.liability, "customer", "nothing holds before it is approved")
        with self.assertRaises(AccessError):
            asked.with_user(self.officer).action_approve()
        asked.with_user(self.manager).action_approve()
        self.assertEqual((order.liability, order.company_share, order.customer_share), ("split", 30, 70))

    def test_technical_judgement_comes_first(self):
        """Q-06: while the cause is not clear, nobody pays, and the technical department has it."""
        order = self.order_of("EQM-SVC-03", defect_cause="unknown")
        self.assertEqual((order.liability, order.team_id), (False, self.of("team", "technical")))

    def test_service_for_life_is_offered_out_of_warranty(self):
        """EQM-SVC-04: nothing is refused, the customer pays."""
        rules = self.env["service.liability.rule"].search([("pack_code", "=", self.pack)])
        self.assertNotIn("refuse", rules.mapped("liability"))
        for code in ("EQM-SVC-03", "factory", "advice"):
            order = self.order_of(code, "out", defect_cause="wear")
            order.action_confirm()
            self.assertEqual((order.state, order.liability), ("confirmed", "customer"), code)

    def test_sales_names_who_goes(self):
        """EQM-FB-01: by hand, by trade; who was named is kept."""
        queue = self.of("dispatch.queue", "EQM-FB-01")
        self.assertEqual(queue.method, "manual")
        order = self.order_of("EQM-SVC-03", defect_cause="manufacturing")
        order.action_confirm()
        with self.assertRaisesRegex(UserError, "technician"):
            order.action_schedule()
        order.employee_id = self.technician
        order.action_schedule()
        self.assertEqual(order.explanation["dispatch"]["decision"], "by_hand")
        self.assertGreaterEqual(self.env["service.skill"].search_count([("pack_code", "=", self.pack)]), 4)

    def test_the_service_notice_is_for_the_customer(self):
        """EQM-SVC-03."""
        kind = self.type_of("EQM-SVC-03")
        self.assertTrue(kind.needs_visit and kind.needs_dispatch and kind.needs_signature)
        codes = self.env["service.policy.pack.item"].search(
            [("company_id", "=", self.mall.id), ("res_model", "=", "mail.template")]
        )
        self.assertIn("EQM-SVC-03", codes.mapped("code"))

    def test_the_sheet_is_drawn_before_leaving(self):
        """EQM-FB-02: on the list of what to see to before leaving."""
        order = self.order_of("EQM-SVC-03", defect_cause="manufacturing")
        lines = self.env["service.checklist"]._get_lines_for(order)
        draw = lines.filtered(lambda line: line.code == "fb_draw")
        self.assertEqual((draw.stage, draw.is_required), ("before", True))
