from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .satisfaction_common import SatisfactionCase


@tagged("post_install", "-at_install")
class TestSatisfactionAnswer(SatisfactionCase):
    """The first answer counts; what comes later is heard and changes nothing (C3)."""

    def test_the_first_answer_counts(self):
        complaint = self.closed()
        complaint._customer_rate("2", "Took too long", "tracking")
        request = complaint.satisfaction_ids
        self.assertRecordValues(
            request,
            [{"value": "2", "score": 2, "feedback": "Took too long", "how": "tracking", "state": "answered"}],
        )
        self.assertFalse(request.recorded_by_id)
        self.assertRecordValues(
            request.rating_id,
            [
                {
                    "rating": 2,
                    "consumed": True,
                    "feedback": "Took too long",
                    "partner_id": self.customer.id,
                    "rated_partner_id": self.user.partner_id.id,
                    "access_token": False,
                }
            ],
        )
        self.assertEqual((complaint.satisfaction, complaint.rating_last_value), ("2", 2))
        complaint._customer_rate("5", "All right in the end", "link")
        self.assertEqual((request.value, complaint.satisfaction, complaint.rating_count), ("2", "2", 1))
        self.assertIn("All right in the end", self.messages(complaint)[-1])
        self.assertIn("Very Satisfied", self.messages(complaint)[-1])
        self.assertEqual(complaint.state, "closed", "a rating does not take the case up again")

    def test_a_double_submit_gives_one_answer(self):
        complaint = self.closed()
        for _time in range(2):
            complaint._customer_rate("4", "Thanks", "link")
        self.assertEqual(complaint.rating_count, 1)
        self.assertEqual(len(self.messages(complaint)), 1)

    def test_a_new_closing_has_its_own_answer(self):
        complaint = self.closed()
        complaint._customer_rate("1", "", "tracking")
        first = complaint.satisfaction_ids
        complaint.action_reopen()
        with self.assertRaisesRegex(UserError, "no question"):
            complaint._customer_rate("5", "", "tracking")
        complaint.action_resolve()
        complaint.action_close()
        complaint._customer_rate("5", "", "tracking")
        self.assertEqual(complaint.satisfaction, "5")
        self.assertEqual(first.value, "1")
        self.assertEqual(complaint.rating_ids.sorted("id").mapped("rating"), [1, 5])

    def test_an_old_question_is_not_answered_any_more(self):
        complaint = self.closed()
        old = complaint.satisfaction_ids
        complaint.action_reopen()
        with self.assertRaisesRegex(UserError, "taken up again"):
            old._answer("5", "", "link")

    def test_expiry_at_the_second(self):
        closed_at = fields.Datetime.to_datetime("2026-03-02 02:00:00")
        for seconds, expired in ((0, False), (1, True)):
            with freeze_time(closed_at):
                complaint = self.closed(received_at=closed_at)
            with freeze_time(closed_at + timedelta(days=30, seconds=seconds)):
                self.env.invalidate_all()
                if expired:
                    with self.assertRaisesRegex(UserError, "expired"):
                        complaint._customer_rate("5", "", "link")
                else:
                    complaint._customer_rate("5", "", "link")
            self.assertEqual(bool(complaint.satisfaction), not expired)

    def test_no_choice_and_nonsense_are_refused(self):
        complaint = self.closed()
        for value in ("", "0", "6", "x", None):
            with self.assertRaisesRegex(UserError, "choose"):
                complaint._customer_rate(value, "", "link")
        self.assertFalse(complaint.rating_ids)

    def test_what_a_colleague_records(self):
        complaint = self.closed()
        recorder = complaint.with_user(self.officer)
        recorder._record_satisfaction("4", "phone", "Ms Wang, on the phone at ten")
        self.assertRecordValues(
            complaint.satisfaction_ids, [{"value": "4", "how": "phone", "recorded_by_id": self.officer.id}]
        )
        message = complaint.message_ids.sorted("id")[-1:]
        self.assertTrue(message.subtype_id.internal)
        self.assertEqual(message.author_id, self.officer.partner_id)

    def test_nobody_rates_themselves(self):
        complaint = self.closed()
        with self.assertRaisesRegex(UserError, "nobody rates themselves"):
            complaint.with_user(self.user)._record_satisfaction("5", "phone", "All fine")
        for how, note in (("phone", " "), ("tracking", "x"), ("nonsense", "x")):
            with self.assertRaises(UserError):
                complaint.with_user(self.officer)._record_satisfaction("5", how, note)
        self.assertFalse(complaint.satisfaction)

    def test_odoo_s_own_ways_are_closed(self):
        complaint = self.closed()
        with self.assertRaises(UserError):
            complaint.rating_apply(5, rating=self.env["rating.rating"])
        complaint.with_user(self.user).message_post(body="x", rating_value=5)
        self.assertFalse(complaint.rating_ids)
        complaint._customer_rate("3", "", "link")
        rating = complaint.rating_ids
        for user in (self.user, self.officer, self.manager, self.employee):
            with self.assertRaises(AccessError):
                rating.with_user(user).write({"rating": 5})
            with self.assertRaises(AccessError):
                self.env["rating.rating"].with_user(user).create(
                    {"res_model_id": self.env["ir.model"]._get_id(complaint._name), "res_id": complaint.id}
                )
        self.assertFalse(self.env["rating.rating"].with_user(self.employee).search([("id", "=", rating.id)]))
        self.assertTrue(rating.with_user(self.officer).has_access("read"))

    def test_the_dialog(self):
        complaint = self.closed()
        action = complaint.with_user(self.officer).action_hear_customer()
        wizard = self.env[action["res_model"]].with_user(self.officer).with_context(**action["context"])
        form = Form(wizard)
        self.assertTrue(form.satisfaction_is_open)
        form.note = "Said so at the counter"
        form.how = "counter"
        with self.assertRaisesRegex(UserError, "Choose what"):
            form.save().action_confirm()
        form.satisfaction = "5"
        form.answer = "accepted"
        form.save().action_confirm()
        self.assertEqual((complaint.satisfaction, complaint.answer_ids.answer), ("5", "accepted"))
        self.assertFalse(Form(wizard).satisfaction_is_open)

    def test_access(self):
        complaint = self.closed()
        request = complaint.satisfaction_ids
        of_colleague = self.closed(user_id=self.colleague.id).satisfaction_ids
        foreign = self.closed(
            company_id=self.other_company.id, partner_id=False, contact_name="X", user_id=False
        ).satisfaction_ids
        both = request | of_colleague | foreign
        Visible = self.Satisfaction
        self.assertEqual(both & Visible.with_user(self.user).search([]), request)
        self.assertEqual(both & Visible.with_user(self.officer).search([]), request | of_colleague)
        for user in (self.employee, self.portal):
            with self.assertRaises(AccessError):
                Visible.with_user(user).search([])
        for user in (self.user, self.officer, self.manager):
            for method, args in (("write", [{"value": "5"}]), ("unlink", []), ("create", [{}])):
                with self.assertRaises(AccessError):
                    getattr(request.with_user(user), method)(*args)
            with self.assertRaises(AccessError):
                request.with_user(user).read(["token"])

    def test_erasure(self):
        complaint = self.closed()
        complaint._customer_rate("1", "I am Wang Fang", "link")
        complaint.with_user(self.manager)._anonymise()
        self.assertRecordValues(complaint.satisfaction_ids, [{"value": "1", "feedback": False}])
        self.assertFalse(complaint.rating_ids.feedback)

    def test_the_check_finds_what_was_changed_around(self):
        good, stored, rated = self.closed(), self.closed(), self.closed()
        for complaint in (good, stored, rated):
            complaint._customer_rate("4", "", "link")
        self.closed()
        self.assertFalse(list(self.Satisfaction._check_answers()))
        stored.satisfaction = "1"
        rated.rating_ids.rating = 5
        differences = list(self.Satisfaction._check_answers())
        self.assertEqual([one["res_id"] for one in differences], (stored | rated).ids)
        self.assertEqual([one["found"] for one in differences], ["stored: 1", "rated: 5"])
