from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .satisfaction_common import SatisfactionCase


@tagged("post_install", "-at_install")
class TestCustomerAnswer(SatisfactionCase):
    """What the customer says about a settlement is evidence: what, when, by which way, in which words."""

    def settled(self, **vals):
        complaint = self.complain(
            partner_id=self.customer.id, user_id=self.user.id, resolution="Exchanged.", **vals
        )
        complaint.action_resolve()
        return complaint

    def test_acceptance_on_a_page(self):
        complaint = self.settled()
        complaint._customer_accept("portal")
        self.assertRecordValues(
            complaint.answer_ids,
            [{"answer": "accepted", "how": "portal", "resolution": "Exchanged.", "recorded_by_id": False}],
        )
        self.assertEqual(complaint.answer_ids.at, complaint.customer_accepted_at)
        with self.assertRaisesRegex(UserError, "nothing to agree"):
            complaint._customer_accept("portal")
        self.assertEqual(len(complaint.answer_ids), 1)

    def test_a_refusal_stays_when_the_case_goes_on(self):
        complaint = self.settled()
        complaint._customer_accept()
        complaint._customer_refuse("Broken again")
        self.assertEqual((complaint.state, complaint.customer_accepted_at), ("investigating", False))
        complaint.action_resolve()
        complaint._customer_accept()
        self.assertEqual(
            complaint.answer_ids.sorted("id").mapped("answer"), ["accepted", "refused", "accepted"]
        )

    def test_a_refusal_of_what_was_not_settled_is_a_message(self):
        complaint = self.complain(partner_id=self.customer.id)
        complaint._customer_refuse("Hurry up")
        self.assertFalse(complaint.answer_ids)
        self.assertIn("Hurry up", self.messages(complaint)[-1])

    def test_told_to_a_colleague(self):
        complaint = self.settled()
        complaint.with_user(self.user)._record_answer("accepted", "phone", "Ms Wang agrees")
        self.assertRecordValues(
            complaint.answer_ids,
            [
                {
                    "answer": "accepted",
                    "how": "phone",
                    "note": "Ms Wang agrees",
                    "recorded_by_id": self.user.id,
                }
            ],
        )
        message = complaint.message_ids.sorted("id")[-1:]
        self.assertTrue(message.subtype_id.internal)
        self.assertIn("Telephone", message.body)
        with self.assertRaisesRegex(UserError, "no settlement"):
            complaint.with_user(self.user)._record_answer("accepted", "phone", "Again")

    def test_a_refusal_told_to_a_colleague_takes_the_case_up_again(self):
        complaint = self.settled()
        complaint.with_user(self.user)._record_answer("refused", "counter", "Wants the money")
        self.assertEqual((complaint.state, complaint.answer_ids.answer), ("investigating", "refused"))

    def test_a_refusal_that_comes_too_late_makes_a_new_case(self):
        complaint = self.settled()
        late = complaint.resolved_at + timedelta(days=self.company.service_reopen_days, seconds=1)
        with freeze_time(late):
            complaint.with_user(self.user)._record_answer("refused", "phone", "Broken again")
        self.assertEqual(complaint.state, "resolved")
        self.assertIn("Broken again", complaint.successor_ids.description)

    def test_what_is_refused(self):
        complaint = self.settled()
        for how, note in (("phone", ""), ("portal", "x"), ("nonsense", "x")):
            with self.assertRaises(UserError):
                complaint._record_answer("accepted", how, note)
        with self.assertRaisesRegex(UserError, "no settlement"):
            self.complain()._record_answer("refused", "phone", "x")
        employee = self.env["hr.employee"].create({"name": "Zhang", "user_id": self.user.id})
        about_user = self.settled(employee_ids=employee.ids)
        with self.assertRaisesRegex(UserError, "complained about"):
            about_user.with_user(self.user)._record_answer("accepted", "phone", "x")
        with self.assertRaises(AccessError):
            self.settled().with_user(self.colleague)._record_answer("accepted", "phone", "x")

    def test_access(self):
        complaint = self.settled()
        complaint._customer_accept()
        answer = complaint.answer_ids
        self.assertTrue(answer.with_user(self.user).has_access("read"))
        self.assertFalse(answer.with_user(self.colleague).search([("id", "=", answer.id)]))
        self.assertTrue(answer.with_user(self.officer).search([("id", "=", answer.id)]))
        for user in (self.employee, self.portal):
            with self.assertRaises(AccessError):
                answer.with_user(user).read(["answer"])
        for user in (self.user, self.officer, self.manager):
            with self.assertRaises(AccessError):
                answer.with_user(user).write({"answer": "refused"})
            with self.assertRaises(AccessError):
                answer.with_user(user).unlink()

    def test_erasure(self):
        complaint = self.settled()
        complaint._record_answer("accepted", "phone", "I am Wang Fang")
        complaint.action_close()
        complaint.with_user(self.manager)._anonymise()
        self.assertRecordValues(
            complaint.answer_ids, [{"answer": "accepted", "note": False, "resolution": False}]
        )
