from lxml import html

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import consteq

from ..models import service_complaint_intake
from .intake_common import IntakeCase, picture


@tagged("post_install", "-at_install")
class TestTracking(IntakeCase):
    """The way back: number and code, or the secret link."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls.Complaint.create({"contact_name": "Ms Li", "description": "<p>The heel broke.</p>"})

    @property
    def path(self):
        return f"/service/track/{self.case.id}/{self.case.tracking_token}"

    def ask(self, number, code):
        return self.send("/service/track", number=number, code=code)

    def test_number_and_code_lead_to_the_page(self):
        for code in (self.case.tracking_code_shown, f" {self.case.tracking_code.lower()} "):
            self.assertTrue(self.ask(self.case.name.lower(), code).url.endswith(self.path))

    def test_a_wrong_code_and_an_unknown_number_look_the_same(self):
        def alert(response):
            return html.fromstring(response.text).xpath("//*[@role='alert']")[0].text_content()

        wrong = self.ask(self.case.name, "ABCD-EFGH-JKLM")
        unknown = self.ask("CMP/1999/99999", self.case.tracking_code)
        self.assertEqual(alert(wrong), alert(unknown))
        self.assertEqual((wrong.status_code, unknown.status_code), (200, 200))
        self.assertIn("do not belong", alert(self.ask(self.case.name, "密码")))

    def test_secrets_are_compared_in_constant_time(self):
        """Also for numbers and cases that are not there, so that time tells nothing either."""
        compared = []

        def spy(known, typed):
            compared.append(known)
            return consteq(known, typed)

        self.patch(service_complaint_intake, "consteq", spy)
        for number in (self.case.name, "CMP/1999/99999"):
            self.assertFalse(self.Complaint._find_by_code(number, "ABCD-EFGH-JKLM"))
        for complaint_id in (self.case.id, 999_999_999):
            self.assertFalse(self.Complaint._find_by_token(complaint_id, "x" * 43))
        self.assertEqual(len(compared), 4)
        self.assertEqual({len(known) for known in compared[:2]}, {len(self.case.tracking_code)})
        self.assertEqual({len(known) for known in compared[2:]}, {len(self.case.tracking_token)})

    def test_guessing_is_slowed_down(self):
        self.limit("public_wrong_codes_per_hour", "2")
        for _guess in range(2):
            self.assertIn("do not belong", self.ask(self.case.name, "X").text)
        self.assertIn("Too many attempts", self.ask(self.case.name, self.case.tracking_code).text)
        self.assertIn(self.case.name, self.url_open(self.path).text, "the secret link still works")

    def test_the_right_code_is_no_attempt(self):
        self.limit("public_wrong_codes_per_hour", "1")
        for _time in range(2):
            self.assertTrue(self.ask(self.case.name, self.case.tracking_code).url.endswith(self.path))

    def test_forged_links(self):
        other = self.complain()
        token = self.case.tracking_token
        for path in (
            f"/service/track/{self.case.id}/{token[:-1]}x",
            f"/service/track/{self.case.id}/{other.tracking_token}",
            f"/service/track/{other.id}/{token}",
            f"/service/track/999999999/{token}",
            f"/service/track/{self.case.id}/False",
            f"/service/track/{self.case.id}/密",
        ):
            self.assertEqual(self.url_open(path).status_code, 404, path)

    def test_history_has_no_page(self):
        history = self.complain(is_history=True)
        self.assertFalse(history.tracking_url)
        path = f"/service/track/{history.id}/{history.tracking_token}"
        self.assertEqual(self.url_open(path).status_code, 404)
        self.assertIn("do not belong", self.ask(history.name, history.tracking_code).text)

    def test_keys_are_given_by_nobody(self):
        complaint = self.complain(tracking_token="mine", tracking_code="mine")
        self.assertGreaterEqual(len(complaint.tracking_token), 43)
        self.assertNotEqual(complaint.copy().tracking_token, complaint.tracking_token)

    def test_the_customer_sees_what_is_for_customers_only(self):
        employee = self.env["hr.employee"].create({"name": "Zhang Secret"})
        self.case.write({"employee_ids": employee.ids, "user_id": self.officer.id})
        self.case.message_post(body="Internal secret")
        note = self.case.message_post(
            body="Hidden secret", message_type="comment", subtype_xmlid="mail.mt_note"
        )
        self.env["ir.attachment"].create(
            {"name": "secret.pdf", "res_model": "service.complaint", "res_id": self.case.id, "raw": b"x"}
        )
        self.case.with_user(self.officer).message_post(
            body="We will look at it.", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        text = self.page(self.path).text_content()
        self.assertIn("We will look at it.", text)
        self.assertIn("Customer service", text)
        for secret in ("secret", "Secret", self.officer.name, note.body.striptags()):
            self.assertNotIn(secret, text)

    def test_every_state_is_said_in_plain_words(self):
        seen = set()
        for state, _label in self.case._fields["state"]._description_selection(self.env):
            complaint = self.complain(
                state=state,
                rejection_reason="Beyond warranty",
                resolution="Replaced",
                is_history=True,  # nothing is asked of it that other tests show
            )
            page = complaint._get_customer_page()
            seen.add(page["status"])
            labels = [step["label"] for step in page["steps"]]
            self.assertEqual(labels[0], "Received")
            self.assertEqual("Waiting for your answer" in labels, state == "waiting")
            self.assertEqual(
                [step["label"] for step in page["steps"] if "Beyond warranty" in (step["text"] or "")],
                ["Not accepted"] if state == "rejected" else [],
            )
        self.assertEqual(len(seen), len(self.case._fields["state"]._description_selection(self.env)))

    def test_the_customer_answers(self):
        self.case.action_wait()
        response = self.send(self.path, [("b.jpg", picture())], act="reply", message="Here <b>it</b> is")
        self.assertEqual(self.case.state, "investigating")
        message = self.case.website_message_ids
        self.assertEqual(message.body, "<p>Here &lt;b&gt;it&lt;/b&gt; is</p>")
        self.assertEqual(message.author_id, self.env.ref("base.public_partner"))
        link = html.fromstring(response.text).xpath("//a[contains(@href, '/web/content/')]/@href")[0]
        self.assertEqual(self.url_open(link).content, message.attachment_ids.raw)
        self.assertIn(self.url_open(link.split("&access_token")[0]).status_code, (403, 404))

    def test_an_empty_or_dangerous_answer(self):
        self.assertIn("message", self.problems(self.send(self.path, act="reply", message=" ")))
        refused = self.send(self.path, [("b.jpg", b"<html>")], act="reply", message="Kept")
        self.assertIn("files", self.problems(refused))
        self.assertEqual(html.fromstring(refused.text).xpath("//textarea")[0].text, "Kept")
        self.assertIn("message", self.problems(self.send(self.path, act="reply", message="x" * 5001)))
        self.assertFalse(self.case.website_message_ids)

    def test_answers_are_limited(self):
        self.limit("public_replies_per_hour", "1")
        self.send(self.path, act="reply", message="One")
        self.assertIn("You have sent a lot", self.send(self.path, act="reply", message="Two").text)
        self.assertEqual(len(self.case.website_message_ids), 1)

    def test_the_customer_agrees(self):
        self.assertIn("nothing to agree", self.send(self.path, act="accept").text)
        self.case.action_resolve()
        self.send(self.path, act="accept")
        self.assertTrue(self.case.customer_accepted_at)
        self.assertEqual(self.case.state, "resolved", "closing is for who may decide it")
        self.assertIn("nothing to agree", self.send(self.path, act="accept").text)
        self.case.action_reopen()
        self.assertFalse(self.case.customer_accepted_at)

    def test_the_customer_is_not_satisfied(self):
        self.case.action_resolve()
        self.send(self.path, act="refuse", message="Still broken")
        self.assertEqual((self.case.state, self.case.reopen_count), ("investigating", 1))
        self.assertIn("Still broken", self.case.website_message_ids.body)

    def test_what_was_rejected_stays_so(self):
        self.case.write({"state": "rejected", "rejection_reason": "Beyond warranty"})
        self.send(self.path, act="refuse", message="Open it")
        self.assertEqual(self.case.state, "rejected")
        self.assertIn("Open it", self.case.website_message_ids.body)
        with self.assertRaises(UserError):
            self.case._customer_accept()

    def test_an_unknown_act(self):
        self.assertIn("Please choose", self.send(self.path, act="action_close", message="x").text)
        self.assertEqual(self.case.state, "new")
