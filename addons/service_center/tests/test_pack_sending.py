from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .pack_order_common import PackOrderCase


@tagged("post_install", "-at_install")
class TestPackSending(PackOrderCase):
    """EQM-FB-01 from the loaded pack: proposed with trade, personnel agrees, approved, then staff leave."""

    pack = "equipment_maker"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.signers = {}
        for level in ("personnel", "company_management", "sales_head"):
            user = new_test_user(cls.env, f"sc_{level}", "service_center.group_user")
            user.company_ids |= cls.mall
            cls.of("authority.level", level).user_ids = user
            cls.signers[level] = user
        cls.technician.service_skill_ids = cls.of("skill", "electrical")
        cls.other = cls.env["hr.employee"].create(
            {"name": "Sun", "company_id": cls.mall.id, "job_title": "Fitter"}
        )

    def visit(self, hand_in=True, **vals):
        """An on-site order whose handler proposed the technician."""
        vals = {"employee_id": self.technician.id, "user_id": self.user.id, **vals}
        order = self.order_of("EQM-SVC-03", defect_cause="manufacturing", **vals)
        order.action_confirm()
        if hand_in:
            order.with_user(self.user).action_hand_in()
        return order

    def sign(self, order, level):
        row = order.approval_ids.filtered(lambda row: row.state == "open")
        row.with_user(self.signers[level])._sign("")

    def approve(self, order):
        self.sign(order, "personnel")
        self.sign(order, "company_management")

    def refused(self, action, *args, error=UserError):
        with self.assertRaises(error), self.env.cr.savepoint():
            action(*args)

    def depart(self, order):
        order.write({"departed_at": fields.Datetime.now()})

    def test_personnel_agrees_then_it_is_approved_then_they_leave(self):
        order = self.visit()
        self.assertEqual(order.approval_ids.step_id.mapped("code"), ["EQM-FB-01a", "EQM-FB-01b"])
        self.assertEqual(set(order.approval_ids.mapped("purpose")), {"dispatch"})
        skill = self.of("skill", "electrical").display_name
        self.assertEqual(order.approval_ids[0].proposal, f"Zhao: {skill}")
        order.action_schedule()
        self.refused(self.depart, order)
        self.refused(order.action_start)
        self.sign(order, "personnel")
        self.assertEqual(order.approval_state, "open")
        self.refused(self.depart, order)
        self.refused(order.action_start)
        self.sign(order, "company_management")
        self.assertEqual(order.approval_state, "complete")
        self.depart(order)
        order.action_start()
        self.assertEqual(order.state, "in_progress")

    def test_on_the_technicians_page(self):
        order = self.visit()
        order.action_schedule()
        order._tap("accept")
        self.refused(order._tap, "depart")
        self.approve(order)
        order._tap("depart")
        order._tap("arrive")
        self.assertEqual(order.state, "in_progress")

    def test_nobody_leaves_before_a_proposal(self):
        order = self.visit(hand_in=False)
        order.action_schedule()
        self.assertTrue(order.can_hand_in)
        with self.assertRaisesRegex(UserError, "Hand in the form.*Approved to leave"):
            order.action_start()
        self.refused(self.depart, order)
        order.with_user(self.user).action_hand_in()
        with self.assertRaisesRegex(UserError, "Missing: .*Approved to leave"):
            order.action_start()

    def test_a_proposal_has_a_name_and_a_trade(self):
        order = self.visit(hand_in=False, employee_id=False)
        self.refused(order.with_user(self.user).action_hand_in)
        order.employee_id = self.env["hr.employee"].create({"name": "New", "company_id": self.mall.id})
        self.refused(order.with_user(self.user).action_hand_in)
        order.sending_note = "Welder, knows this press"
        order.with_user(self.user).action_hand_in()
        self.assertEqual(order.approval_state, "open")
        self.refused(order.write, {"sending_note": "Something else"})

    def test_in_order_and_at_the_level(self):
        order = self.visit()
        self.refused(self.sign, order, "sales_head", error=AccessError)
        second = order.approval_ids[-1].with_user(self.signers["company_management"])
        self.refused(second._sign, "")
        self.sign(order, "personnel")
        self.refused(self.sign, order, "personnel", error=AccessError)
        self.assertEqual(order.approval_ids.mapped("state"), ["signed", "open"])

    def test_nobody_signs_their_own(self):
        """Neither who proposes nor who is to go."""
        personnel = self.signers["personnel"]
        order = self.visit(hand_in=False, user_id=personnel.id)
        order.with_user(personnel).action_hand_in()
        self.refused(self.sign, order, "personnel", error=AccessError)
        self.technician.user_id = personnel
        order = self.visit()
        self.refused(self.sign, order, "personnel", error=AccessError)
        self.assertNotIn(personnel, order.approval_ids.signer_ids)

    def test_refused_somebody_else_is_proposed(self):
        order = self.visit()
        row = order.approval_ids.filtered(lambda row: row.state == "open")
        row.with_user(self.signers["personnel"])._refuse("Needed elsewhere")
        self.assertEqual(order.approval_state, "refused")
        order.employee_id = self.other
        order.with_user(self.user).action_hand_in()
        self.assertEqual(order.approval_ids[-1].proposal, "Sun: Fitter")
        self.approve(order)
        order.action_schedule()
        order.action_start()
        self.assertEqual(order.state, "in_progress")

    def test_another_technician_is_a_new_proposal(self):
        for signed in (0, 1, 2):
            with self.subTest(signed=signed):
                order = self.visit()
                for level in ("personnel", "company_management")[:signed]:
                    self.sign(order, level)
                order.action_schedule()
                order.employee_id = self.other
                order.employee_id = self.technician  # the first one again: signed before, not now
                self.assertEqual(order.approval_state, "void")
                self.assertNotIn("open", order.approval_ids.mapped("state"))
                self.refused(order.action_start)
                self.refused(order.write, {"employee_id": self.other.id, "state": "in_progress"})
                order.with_user(self.user).action_hand_in()
                self.refused(self.depart, order)
                self.approve(order)
                self.depart(order)
                self.assertEqual(order.approval_ids.mapped("round"), [1, 1, 2, 2])

    def test_the_same_technician_again_changes_nothing(self):
        order = self.visit()
        self.approve(order)
        order.write({"employee_id": self.technician.id})
        self.assertEqual(order.approval_state, "complete")

    def test_dispatched_again_it_is_proposed_again(self):
        order = self.visit()
        self.approve(order)
        order.action_schedule()
        order.write({"state": "confirmed", "unfinished_reason": "Customer away"})
        self.assertEqual((order.approval_state, order.employee_id.id), ("void", False))

    def test_in_an_emergency_the_papers_follow(self):
        order = self.visit(hand_in=False, is_emergency=True)
        self.depart(order)
        order.action_start()
        order.write({"state": "done", "signature": b"R0lGODlhAQABAAAAACw=", "signed_by": "Wang"})
        order.action_sign()
        with self.assertRaisesRegex(UserError, "sending staff"), self.env.cr.savepoint():
            order.action_close()
        order.with_user(self.user).action_hand_in()
        self.sign(order, "personnel")
        self.refused(order.action_close)
        self.sign(order, "company_management")
        order.action_close()
        self.assertEqual(order.state, "closed")

    def test_where_nobody_travels_or_no_step_asks_nothing_is_signed(self):
        order = self.order_of("factory", defect_cause="manufacturing", employee_id=self.technician.id)
        order.action_confirm()
        self.assertEqual((order.approval_purpose, order.can_hand_in), (False, False))
        order.action_start()
        self.assertEqual(order.state, "in_progress")
        steps = self.env["service.approval.step"].search([("company_id", "=", self.mall.id)])
        steps.filtered(lambda step: step.purpose == "dispatch").active = False
        order = self.visit(hand_in=False)
        order.action_schedule()
        order.action_start()
        self.assertEqual((order.approval_purpose, order.state), (False, "in_progress"))
