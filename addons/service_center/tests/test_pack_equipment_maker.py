from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .pack_order_common import PackOrderCase
from .sla_common import local

SECOND = timedelta(seconds=1)


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


@tagged("post_install", "-at_install")
class TestPackEquipmentFeedback(PackOrderCase):
    """EQM-FB-02 to 04 from the loaded pack: signatures in order, ten days, no sheet no money (Q-07)."""

    pack = "equipment_maker"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.signers = {}
        for level in ("sales_head", "enterprise_management"):
            user = new_test_user(cls.env, f"sc_{level}", "service_center.group_user")
            user.company_ids |= cls.mall
            cls.of("authority.level", level).user_ids = user
            cls.signers[level] = user
        cls.traveller = new_test_user(cls.env, "sc_traveller", "service_center.group_user")
        cls.traveller.company_ids |= cls.mall
        cls.technician.user_id = cls.traveller

    def headed(self, at="2026-03-05 10:00"):
        order = self.order_of("EQM-SVC-03", defect_cause="manufacturing", employee_id=self.technician.id)
        with self.at("2026-03-02 08:00"):
            Sheet = self.env["service.feedback.sheet"].with_user(self.traveller)
            sheet = Sheet.create({"order_id": order.id})
            sheet.write({"nature": "No pressure", "cause": "Seal", "remedy": "Seal changed"})
            sheet.action_fill()
        with self.at(at):
            sheet.with_user(self.signers["sales_head"]).action_sign_head()
        return sheet

    def test_the_copy_is_due_within_ten_days_of_the_heads_signature(self):
        """EQM-FB-03: to 23:59:59 of the tenth day after; later it still counts, but has to be released."""
        due = local("2026-03-15 23:59") + timedelta(seconds=59)
        for late in (False, True):
            sheet = self.headed()
            self.assertEqual(sheet.sla_deadline, due)
            with freeze_time(due + late * SECOND):
                sheet.action_copy()
            self.assertEqual(sheet.is_late, late)
            with self.at("2026-03-20 10:00"):
                sheet.with_user(self.signers["enterprise_management"]).action_sign_management()
            self.assertEqual(sheet.order_id.sudo()._is_travel_claim_released(self.technician), not late)

    def test_no_sheet_no_signature_no_reimbursement(self):
        """EQM-FB-04: each of them is needed."""
        order = self.order_of("EQM-SVC-03", employee_id=self.technician.id)
        self.assertFalse(order._is_travel_claim_released(self.technician), "no sheet")
        sheet = self.headed()
        released = sheet.order_id.sudo()._is_travel_claim_released
        self.assertFalse(released(self.technician), "the sales head alone")
        with self.at("2026-03-06 10:00"):
            sheet.action_copy()
        self.assertFalse(released(self.technician), "copied only")

    def test_only_the_heads_sign(self):
        sheet = self.headed()
        with self.at("2026-03-06 10:00"):
            sheet.action_copy()
        for user in (self.traveller, self.signers["sales_head"]):
            with self.assertRaises(UserError):
                sheet.with_user(user).action_sign_management()
