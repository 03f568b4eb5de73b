from unittest.mock import patch

import psycopg2

from odoo.tests import tagged
from odoo.tools import mute_logger

from .satisfaction_common import SatisfactionCase


@tagged("post_install", "-at_install")
class TestSatisfactionRequest(SatisfactionCase):
    """Customers are asked once per closing, later than the write that closes, and not everybody is."""

    def test_one_request_per_closing(self):
        complaint = self.closed()
        first = complaint.satisfaction_ids
        self.assertRecordValues(
            first, [{"closure": 1, "mail_state": "to_send", "state": "asked", "user_id": self.user.id}]
        )
        complaint.action_close()  # again: nothing moves
        self.assertEqual(complaint.satisfaction_ids, first)
        complaint.action_reopen()
        self.assertEqual(first.state, "withdrawn")
        self.assertFalse(complaint.satisfaction_is_asked)
        complaint.action_resolve()
        complaint.action_close()
        self.assertEqual(complaint.satisfaction_ids.sorted("id").mapped("closure"), [1, 2])
        with self.assertRaises(psycopg2.errors.UniqueViolation), mute_logger("odoo.sql_db"):
            self.Satisfaction.create(self.Satisfaction._prepare_request_vals(complaint))
            self.env.flush_all()

    def test_who_is_not_asked(self):
        self.assertFalse(self.closed(is_history=True).satisfaction_ids, "history")
        rejected = self.complain()
        rejected.action_reject()
        cancelled = self.complain()
        cancelled.action_cancel()
        self.assertFalse((rejected | cancelled).satisfaction_ids)
        self.assertFalse(self.complain(state="closed").satisfaction_ids, "closed by nobody here")
        self.company.service_satisfaction_days = 0
        self.assertFalse(self.closed().satisfaction_ids, "the company does not ask")

    def test_nobody_is_asked_about_themselves(self):
        """C2: the handler, or somebody complained about, is the customer; also by the address alone."""
        own = self.closed(partner_id=self.user.partner_id.id)
        self.user.email = "Desk@Example.com"
        by_address = self.closed(partner_id=False, contact_name="X", contact_email="desk@example.com")
        employee = self.env["hr.employee"].create({"name": "Zhang", "user_id": self.colleague.id})
        concerned = self.complain(partner_id=self.colleague.partner_id.id, employee_ids=employee.ids)
        concerned.person_ids.finding = "confirmed"
        concerned.action_resolve()
        concerned.action_close()
        self.assertFalse((own | by_address | concerned).satisfaction_ids)
        self.assertTrue(self.closed(partner_id=self.colleague.partner_id.id).satisfaction_ids)

    def test_the_mail(self):
        complaint = self.closed()
        mail = self.send_requests()
        self.assertRecordValues(mail, [{"email_to": "wang@example.com", "state": "outgoing"}])
        self.assertIn(complaint.satisfaction_url, mail.body_html)
        self.assertIn(complaint.name, mail.subject)
        self.assertEqual((mail.model, mail.res_id), (complaint._name, complaint.id), "a reply finds the case")
        self.assertEqual(complaint.satisfaction_ids.mail_state, "sent")
        self.assertFalse(self.send_requests(), "once")

    def test_the_mail_speaks_the_customer_s_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.customer.lang = "zh_CN"
        template = self.env.ref("service_center.mail_template_satisfaction")
        template.with_context(lang="zh_CN").subject = "请评价 {{ object.name }}"
        complaint = self.closed()
        self.assertEqual(self.send_requests().subject, f"请评价 {complaint.name}")

    def test_nothing_is_sent_while_closing(self):
        with patch.object(
            self.env.registry["mail.mail"], "send", side_effect=AssertionError("sent while closing")
        ):
            before = self.env["mail.mail"].search_count([])
            self.closed()
            self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_who_gets_no_mail(self):
        anonymous = self.closed(partner_id=False, is_anonymous=True)
        no_address = self.closed(partner_id=False, contact_name="Ms Li", contact_phone="139 0000 0001")
        self.assertEqual((anonymous | no_address).satisfaction_ids.mapped("mail_state"), ["none", "none"])
        self.assertTrue(anonymous.satisfaction_is_asked, "the tracking page asks")
        self.assertFalse(self.send_requests())

    def test_what_was_taken_up_again_or_answered_before_is_not_sent(self):
        reopened, answered = self.closed(), self.closed()
        reopened.action_reopen()
        answered._customer_rate("5", "", "tracking")
        self.assertFalse(self.send_requests())
        self.assertEqual((reopened | answered).satisfaction_ids.mapped("mail_state"), ["none", "none"])

    def test_a_mail_that_fails_stops_no_other(self):
        bad, good = self.closed(), self.closed()
        template = self.env.ref("service_center.mail_template_satisfaction")
        template.subject = "{{ 1 // (0 if object.id == %s else 1) }}" % bad.id  # noqa: UP031
        with mute_logger("odoo.addons.service_center.models.service_satisfaction_send"):
            mails = self.send_requests()
        self.assertEqual(mails.res_id, good.id)
        self.assertEqual(bad.satisfaction_ids.mail_state, "failed")
        self.assertTrue(bad.satisfaction_ids.mail_error)
        template.subject = "How satisfied are you?"
        bad.satisfaction_ids.with_user(self.officer).action_send_again()
        self.assertEqual(self.send_requests().res_id, bad.id)

    def test_many_are_closed_in_few_queries(self):
        def close(number):
            complaints = self.Complaint.union(
                *(self.complain(partner_id=self.customer.id, state="resolved") for _index in range(number))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            complaints._ask_satisfaction()
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        close(1)
        self.assertLessEqual(close(20), close(2) + 2)
