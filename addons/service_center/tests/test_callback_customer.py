from datetime import date, timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL

from .callback_common import CallbackCase


@tagged("post_install", "-at_install")
class TestCallbackCustomer(CallbackCase):
    """Customers who do not want contacts, are gone, or have a wrong number (C4, bad input)."""

    def setUp(self):
        super().setUp()
        self.today = self.company._service_day()

    def test_do_not_disturb_until_its_last_day(self):
        self.customer.write(
            {"service_do_not_disturb": True, "service_do_not_disturb_until": date(2026, 3, 31)}
        )
        self.assertEqual(self.customer._service_contact_refusal(date(2026, 3, 31), "phone"), "do_not_disturb")
        self.assertIsNone(self.customer._service_contact_refusal(date(2026, 4, 1), "phone"))

    def test_do_not_disturb_of_a_company_holds_for_its_people(self):
        company = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        self.customer.parent_id = company
        company.service_do_not_disturb = True
        self.assertEqual(self.customer._service_contact_refusal(self.today, "visit"), "do_not_disturb")

    def test_open_callbacks_end_once_the_customer_does_not_want_them(self):
        now, later = self.callback(), self.callback(due_date=self.today + timedelta(days=10))
        self.customer._set_service_undisturbed("Never again", self.today + timedelta(days=9))
        self.assertEqual((now.state, now.cancel_reason), ("cancelled", "do_not_disturb"))
        self.assertEqual(later.state, "planned")

    def test_checked_again_when_somebody_dials(self):
        callback = self.callback()
        self.env.flush_all()
        self.env.cr.execute(  # as an import, or a merge of contacts, may leave it
            SQL("UPDATE res_partner SET service_do_not_disturb = TRUE WHERE id = %s", self.customer.id)
        )
        self.env.invalidate_all()
        self.assertIn("does not want to be contacted", callback.warning)
        answer = callback.with_user(self.user).action_open()
        self.assertEqual(answer["tag"], "display_notification")
        self.assertEqual((callback.state, callback.cancel_reason), ("cancelled", "do_not_disturb"))
        with self.assertRaises(UserError):
            callback.with_user(self.user)._finish("fine")

    def test_archived_customers_are_not_called(self):
        callback = self.callback()
        self.customer.active = False
        self.assertEqual((callback.state, callback.cancel_reason), ("cancelled", "gone"))

    def test_refused_ones_leave_the_queue_together(self):
        others = self.env["res.partner"].create([{"name": str(one), "phone": "1"} for one in range(2)])
        callbacks = self.callback() | self.callback(partner_id=others[0].id)
        callbacks |= self.callback(partner_id=others[1].id)
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE res_partner SET active = FALSE WHERE id = %s", others[0].id))
        self.env.cr.execute(
            SQL("UPDATE res_partner SET service_do_not_disturb = TRUE WHERE id = %s", others[1].id)
        )
        self.env.invalidate_all()
        self.assertEqual(callbacks._cancel_refused(), callbacks[1:].sorted("cancel_reason"))
        self.assertEqual(callbacks.mapped("cancel_reason"), [False, "gone", "do_not_disturb"])

    def test_no_reason_and_a_past_day_are_refused(self):
        with self.assertRaisesRegex(UserError, "reason"):
            self.customer._set_service_undisturbed("  ")
        with self.assertRaisesRegex(UserError, "past"):
            self.customer._set_service_undisturbed("x", self.today - timedelta(days=2))

    def test_no_number(self):
        self.customer.phone = False
        callback = self.callback()
        self.assertEqual(self.customer._service_contact_refusal(self.today, "phone"), "no_address")
        self.assertTrue(callback.needs_number)
        self.assertIn(callback, self.Callback.search([("needs_number", "=", True)]))
        self.assertNotIn(callback, self.Callback.search([("needs_number", "=", False)]))
        with self.assertRaisesRegex(UserError, "no telephone number"):
            callback.with_user(self.user).action_open()
        self.assertEqual(callback.state, "planned")
        self.assertIsNone(self.customer._service_contact_refusal(self.today, "email"))
        self.customer.email = "no address"
        self.assertEqual(self.customer._service_contact_refusal(self.today, "questionnaire"), "no_address")
        self.assertIsNone(self.customer._service_contact_refusal(self.today, "visit"))

    def test_a_wrong_number_is_not_called_again_until_there_is_another(self):
        callback, other = self.callback(), self.callback()
        callback = callback.with_user(self.user)
        callback._register_attempt("wrong_number", note="A bakery")
        self.assertEqual((callback.state, callback.next_try_at), ("planned", False))
        self.assertEqual(callback.activity_ids.user_id, self.user)
        self.assertTrue(callback.needs_number and other.needs_number)
        with self.assertRaisesRegex(UserError, "wrong number"):
            other.with_user(self.user).action_open()
        self.customer.phone = "+86 138 0013 8001"
        self.assertFalse(callback.needs_number or other.needs_number)
        self.assertTrue(other.with_user(self.user).action_open())

    def test_a_number_of_two_customers(self):
        callback = self.callback()
        self.assertFalse(callback.warning)
        other = self.customer.copy({"name": "Zhao Min"})
        other.phone = "+8613800138000"
        callback.invalidate_recordset(["warning"])
        self.assertIn("Zhao Min", callback.warning)
        other.parent_id = self.customer  # of the same family
        callback.invalidate_recordset(["warning"])
        self.assertFalse(callback.warning)

    def test_a_time_zone_that_does_not_exist(self):
        callback = self.callback()
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE res_partner SET tz = 'Mars/Phobos' WHERE id = %s", self.customer.id))
        self.env.invalidate_all()
        zone, known = self.customer._service_zone(self.company)
        self.assertEqual((zone.key, known), ("Asia/Shanghai", False))
        self.assertIn("Mars/Phobos", callback.warning)
        callback._offer_windows()
        self.assertTrue(callback.window_from and callback.customer_time)
        self.customer.tz = False
        self.assertEqual(self.customer._service_zone(self.company)[1], True)

    def test_last_contact_does_not_go_back(self):
        self.customer.service_last_contact_date = date(2999, 1, 1)
        self.callback().with_user(self.user)._finish("fine")
        self.assertEqual(self.customer.service_last_contact_date, date(2999, 1, 1))
