from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.service_center.tests.order_common import OrderCase
from odoo.addons.service_kernel.tests.users import new_test_user


@tagged("post_install", "-at_install")
class TestClaim(OrderCase):
    """EQM-FB-03, EQM-FB-04: the travel claim waits for the feedback sheet; other expenses are Odoo's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance = new_test_user(cls.env, "sc_finance", "hr_expense.group_hr_expense_manager")
        cls.technician.expense_manager_id = cls.finance
        cls.travel = cls.env["product.product"].create(
            {"name": "Train", "type": "service", "can_be_expensed": True}
        )
        cls.trip = cls.order(employee_id=cls.technician.id, user_id=cls.user.id)

    def claim(self, order=None, **vals):
        return self.env["hr.expense"].create(
            {
                "name": "Train to the customer",
                "employee_id": self.technician.id,
                "product_id": self.travel.id,
                "total_amount_currency": 120.0,
                "service_order_id": (order or self.trip).id,
                **vals,
            }
        )

    def sheet(self, signed=True):
        sheet = self.env["service.feedback.sheet"].create(
            {"order_id": self.trip.id, "nature": "No display", "cause": "Moisture", "remedy": "Board"}
        )
        if signed:
            sheet.with_user(self.technician_user).action_fill()
            sheet.with_user(self.officer).action_sign_head()
            sheet.action_copy()
            sheet.with_user(self.officer).action_sign_management()
        return sheet

    def test_no_sheet_no_submission(self):
        claim = self.claim()
        self.assertIn(self.trip.name, claim.service_claim_hold)
        with self.assertRaisesRegex(UserError, "no quality feedback sheet"):
            claim.with_user(self.technician_user).action_submit()
        self.assertEqual(claim.state, "draft")

    def test_unsigned_it_is_held_signed_it_goes(self):
        claim, sheet = self.claim(), self.sheet(signed=False)
        with self.assertRaisesRegex(UserError, sheet.name):
            claim.with_user(self.technician_user).action_submit()
        sheet.with_user(self.officer)._cancel("Drawn twice")
        self.sheet()
        claim.invalidate_recordset()
        self.assertFalse(claim.service_claim_hold)
        claim.with_user(self.technician_user).action_submit()
        self.assertEqual(claim.state, "submitted")
        claim.with_user(self.finance).action_approve()
        self.assertEqual(claim.state, "approved")

    def test_late_it_needs_the_release(self):
        sheet = self.sheet()
        sheet._write_decided({"is_late": True})
        claim = self.claim()
        with self.assertRaisesRegex(UserError, "came late"):
            claim.action_submit()
        sheet.with_user(self.officer)._release("He was ill")
        claim.action_submit()
        self.assertEqual(claim.state, "submitted")

    def test_the_sheet_is_cancelled_after_the_approval(self):
        sheet = self.sheet()
        claim = self.claim()
        claim.action_submit()
        claim.with_user(self.finance).action_approve()
        sheet._write_decided({"state": "cancelled"})
        for post in (claim.action_post, claim._post_without_wizard):
            with self.assertRaises(UserError):
                post()
        self.assertFalse(claim.account_move_id)

    def test_the_sheet_of_another_does_not_count(self):
        self.sheet()
        colleague = self.env["hr.employee"].create({"name": "Qian"})
        with self.assertRaisesRegex(UserError, "Qian"):
            self.claim(employee_id=colleague.id).action_submit()

    def test_a_submitted_claim_keeps_its_trip(self):
        other = self.claim(service_order_id=False)
        other.action_submit()
        with self.assertRaisesRegex(UserError, "reset it to draft"):
            other.service_order_id = self.trip
        other.action_reset()
        other.service_order_id = self.trip
        with self.assertRaises(UserError):
            other.action_submit()

    def test_other_expenses_are_as_ever(self):
        claim = self.claim(service_order_id=False)
        self.assertFalse(claim.service_claim_hold)
        claim.with_user(self.technician_user).action_submit()
        claim.with_user(self.finance).action_approve()
        self.assertEqual(claim.state, "approved")

    def test_who_sees_what(self):
        claim = self.claim()
        self.assertEqual(self.trip.expense_count, 1)
        self.assertEqual(
            self.trip.with_user(self.technician_user).action_expenses()["res_model"], "hr.expense"
        )
        self.assertTrue(claim.with_user(self.finance).service_claim_hold)
        self.assertFalse(self.env["hr.expense"].with_user(self.employee).search([("id", "=", claim.id)]))
        self.assertEqual(self.trip.with_user(self.user).expense_count, 0)
