from datetime import timedelta

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.service_kernel.tests.users import new_test_user

from .order_common import OrderCase
from .sla_common import SlaCase, local


@tagged("post_install", "-at_install")
class TestFeedbackSheet(SlaCase, OrderCase):
    """EQM-FB-02 to 04: drawn before leaving, three signatures in order, ten days for the copy (Q-07)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = new_test_user(cls.env, "sc_head", "service_center.group_user")
        cls.management = new_test_user(cls.env, "sc_management", "service_center.group_user")
        for place, (role, user) in enumerate((("sales_head", cls.head), ("management", cls.management))):
            level = cls.env["service.authority.level"].create(
                {"code": f"x_{role}", "name": role, "sequence": 90 + place, "user_ids": user.ids}
            )
            cls.env["service.approval.step"].create(
                {
                    "code": f"x_{role}",
                    "name": role,
                    "purpose": "feedback",
                    "role": role,
                    "level_id": level.id,
                }
            )
        policy = cls.env["service.sla.policy"].create(
            {"code": "EQM-FB", "name": "Feedback", "model": "service.feedback.sheet"}
        )
        cls.limit("copied", 10, "calendar_days", policy=policy, start_metric="head_signed", party="internal")

    def sheet(self, filled=True, **vals):
        order = self.order(user_id=self.user.id, employee_id=self.technician.id)
        with freeze_time(local("2026-03-02 08:00")):
            sheet = self.env["service.feedback.sheet"].with_user(self.technician_user)
            sheet = sheet.create({"order_id": order.id, **vals})
            if filled:
                sheet.write({"nature": "No display", "cause": "Moisture", "remedy": "Board changed"})
                sheet.action_fill()
        return sheet.sudo(False)

    def headed(self, at="2026-03-05 10:00"):
        sheet = self.sheet()
        with freeze_time(local(at)):
            sheet.with_user(self.head).action_sign_head()
        return sheet

    def test_in_order_to_the_release(self):
        sheet = self.headed()
        self.assertEqual(sheet.sla_deadline, local("2026-03-16 00:00") - timedelta(seconds=1))
        self.assertFalse(sheet._is_claim_released())
        with freeze_time(local("2026-03-15 23:59") + timedelta(seconds=59)):
            sheet.action_copy()
        self.assertFalse(sheet.is_late or sheet._is_claim_released())
        with freeze_time(local("2026-03-20 10:00")):
            sheet.with_user(self.management).action_sign_management()
        self.assertTrue(sheet.is_claim_released)
        self.assertRecordValues(
            sheet.sudo(),
            [
                {
                    "state": "signed",
                    "technician_signed_by_id": self.technician_user.id,
                    "head_signed_by_id": self.head.id,
                    "copied_by_id": self.technician_user.id,
                    "management_signed_by_id": self.management.id,
                    "head_signed_at": local("2026-03-05 10:00"),
                }
            ],
        )
        self.assertTrue(sheet.sudo().order_id._is_travel_claim_released(self.technician))

    def test_a_second_late_the_claim_needs_a_release(self):
        sheet = self.headed()
        with freeze_time(local("2026-03-16 00:00")):
            sheet.action_copy()
            sheet.with_user(self.management).action_sign_management()
        self.assertTrue(sheet.is_late)
        self.assertFalse(sheet.is_claim_released)
        self.assertFalse(sheet.sudo().order_id._is_travel_claim_released(self.technician))
        for user, reason in ((self.management, " "), (self.head, "x"), (self.officer, "x")):
            with self.assertRaises(UserError):
                sheet.with_user(user)._release(reason)
        sheet.with_user(self.management)._release("He was ill")
        self.assertTrue(sheet.is_claim_released)
        self.assertEqual((sheet.released_by_id, sheet.release_reason), (self.management, "He was ill"))
        with self.assertRaises(UserError):
            sheet.with_user(self.management)._release("Again")

    def test_no_sheet_no_money(self):
        order = self.order(employee_id=self.technician.id)
        self.assertFalse(order._is_travel_claim_released(self.technician))
        sheet = self.sheet()
        self.assertFalse(sheet.sudo().order_id._is_travel_claim_released(self.technician))
        sheet.with_user(self.officer)._cancel("Nobody went")
        self.assertFalse(sheet.sudo().order_id._is_travel_claim_released(self.technician))

    def test_who_signs(self):
        sheet = self.sheet()
        for user in (self.technician_user, self.user, self.officer, self.manager):
            with self.assertRaises(AccessError):
                sheet.with_user(user).action_sign_head()
        sheet.with_user(self.head).action_sign_head()
        with self.assertRaises(UserError):
            sheet.with_user(self.management).action_sign_management()
        sheet.action_copy()
        for user in (self.head, self.officer):
            with self.assertRaises(AccessError):
                sheet.with_user(user).action_sign_management()

    def test_nobody_signs_over_the_own_sheet(self):
        self.technician_user.group_ids += self.env.ref("service_center.group_officer")
        self.env["service.approval.step"].search([("role", "=", "sales_head")]).level_id = False
        sheet = self.sheet()
        with self.assertRaises(AccessError):
            sheet.action_sign_head()
        sheet.with_user(self.officer).action_sign_head()
        self.assertEqual(sheet.state, "head")

    def test_all_is_filled_in(self):
        sheet = self.sheet(filled=False)
        sheet.write({"nature": "No display", "cause": " "})
        with self.assertRaisesRegex(UserError, "Cause, Remedy"):
            sheet.action_fill()

    def test_what_was_signed_does_not_change(self):
        sheet = self.sheet()
        for vals in ({"nature": "x"}, {"quality_class": "new"}, {"employee_id": False}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                sheet.write(vals)
        sheet.write({"state": "signed", "management_signed_at": "2026-03-02 10:00:00", "is_late": True})
        self.assertEqual(sheet.state, "filled")
        self.assertFalse(sheet.management_signed_at or sheet.is_late)
        with self.assertRaises(UserError):
            sheet.sudo().unlink()

    def test_sent_back_the_signatures_are_gone_and_the_limit_starts_anew(self):
        sheet = self.headed()
        with self.assertRaises(UserError):
            sheet.with_user(self.head)._send_back("")
        with freeze_time(local("2026-03-06 10:00")):
            sheet.with_user(self.head)._send_back("Which board?")
        self.assertEqual(sheet.state, "drawn")
        self.assertFalse(sheet.technician_signed_at or sheet.head_signed_at)
        sheet.write({"nature": "Main board"})
        sheet.action_fill()
        with freeze_time(local("2026-03-09 10:00")):
            sheet.with_user(self.head).action_sign_head()
        self.assertEqual(sheet.sla_deadline, local("2026-03-20 00:00") - timedelta(seconds=1))

    def test_drawn_before_leaving(self):
        order = self.order(employee_id=self.technician.id, received_at="2026-03-02 00:00:00")
        order.departed_at = local("2026-03-02 09:00")
        Sheet = self.env["service.feedback.sheet"]
        with freeze_time(local("2026-03-02 09:00")):
            self.assertFalse(Sheet.create({"order_id": order.id}).is_drawn_late)
        other = self.order(employee_id=self.technician.id, received_at="2026-03-02 00:00:00")
        other.departed_at = local("2026-03-02 09:00")
        with freeze_time(local("2026-03-02 09:00") + timedelta(seconds=1)):
            self.assertTrue(Sheet.create({"order_id": other.id}).is_drawn_late)

    @mute_logger("odoo.sql_db")
    def test_one_per_technician_and_order(self):
        sheet = self.sheet()
        order = sheet.sudo().order_id
        with self.assertRaises(psycopg2.errors.UniqueViolation), self.env.cr.savepoint():
            self.env["service.feedback.sheet"].create({"order_id": order.id})
        sheet.with_user(self.officer)._cancel("Twice")
        self.assertTrue(self.env["service.feedback.sheet"].create({"order_id": order.id}))

    def test_who_sees_it(self):
        sheet = self.sheet()
        Sheet = self.env["service.feedback.sheet"]
        for user, sees in (
            (self.technician_user, True),
            (self.user, True),
            (self.head, True),
            (self.colleague, False),
            (self.officer, True),
        ):
            found = Sheet.with_user(user).search([("id", "=", sheet.id)])
            self.assertEqual(bool(found), sees, user.login)
        for user in (self.employee, self.portal):
            with self.assertRaises(AccessError):
                Sheet.with_user(user).search([])
        self.assertEqual(sheet.sudo().activity_ids.user_id, self.head, "those above are not asked")
        sheet.with_user(self.head).action_sign_head()
        sheet.action_copy()
        self.assertEqual(sheet.sudo().activity_ids.user_id, self.management)
        self.assertTrue(Sheet.with_user(self.management).search([("id", "=", sheet.id)]))

    def test_without_a_limit_it_is_never_late(self):
        self.env["service.sla.policy"].search([("code", "=", "EQM-FB")]).active = False
        sheet = self.headed()
        with freeze_time(local("2026-06-05 10:00")):
            sheet.action_copy()
            sheet.with_user(self.management).action_sign_management()
        self.assertTrue(sheet.is_claim_released)

    def test_from_the_order_and_on_paper(self):
        order = self.order(user_id=self.user.id)
        with self.assertRaises(UserError):
            order.with_user(self.user).action_feedback()
        order.employee_id = self.technician
        action = order.with_user(self.user).action_feedback()
        sheet = self.env["service.feedback.sheet"].browse(action["res_id"])
        self.assertRegex(sheet.name, r"^QFS/\d{4}/\d{5}$")
        self.assertEqual((sheet.employee_id, sheet.product_id), (self.technician, self.product))
        order.invalidate_recordset()
        self.assertEqual(order.feedback_count, 1)
        sheet.write({"nature": "No display", "quality_class": "repeated"})
        report = self.env["ir.actions.report"].with_user(self.user)
        text = report._render_qweb_html("service_center.report_feedback_sheet", sheet.ids)[0].decode()
        for words in (sheet.name, order.name, "No display", "Repeated Problem", "Zhao Gong"):
            self.assertIn(words, text)
