from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ComplaintCase

MAIL = """Return-Path: <{sender}>
To: {to}
From: {sender}
Subject: {subject}
Message-Id: <{ident}@customer.example.com>
{headers}MIME-Version: 1.0
Content-Type: {kind}; charset=utf-8

{body}
"""


@tagged("post_install", "-at_install")
class TestTeamMail(ComplaintCase):
    """Mails to a team's address become its complaints."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].search([], limit=1) or cls.env["mail.alias.domain"].create(
            {"name": "mall.example.com"}
        )
        cls.company.alias_domain_id = cls.domain
        cls.team = cls.env["service.team"].create({"name": "Desk", "code": "t_desk", "alias_name": "T Desk"})
        cls.count = 0

    def deliver(self, body="The heel broke.", sender="Wang Fang <wang@example.com>", **given):
        type(self).count += 1
        values = {
            "to": self.team.alias_email,
            "subject": "My shoe",
            "headers": "",
            "kind": "text/plain",
            "ident": f"mail-{self.count}",
            **given,
        }
        before = self.Complaint.search([])
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].with_context(tracking_disable=True).message_process(
                None, MAIL.format(sender=sender, body=body, **values).encode()
            )
        return self.Complaint.search([]) - before

    def test_the_address(self):
        self.assertEqual(self.team.alias_email, f"t-desk@{self.domain.name}")
        self.assertFalse(self.env["service.team"].create({"name": "Other", "code": "t_other"}).alias_id)
        other = self.env["service.team"].create({"name": "Later", "code": "t_later"})
        other.alias_name = "later"
        self.assertIn(f"'team_id': {other.id}", other.alias_id.alias_defaults)
        alias = other.alias_id
        other.unlink()
        self.assertFalse(alias.exists())

    def test_a_mail_becomes_a_complaint(self):
        complaint = self.deliver()
        self.assertRecordValues(
            complaint,
            [
                {
                    "channel": "email",
                    "team_id": self.team.id,
                    "company_id": self.company.id,
                    "partner_id": self.customer.id,
                    "contact_email": "wang@example.com",
                    "user_id": False,
                    "state": "new",
                }
            ],
        )
        self.assertIn("My shoe", complaint.description)
        self.assertIn("The heel broke.", complaint.description)

    def test_a_stranger(self):
        complaint = self.deliver(sender="Li Na <li.na@example.com>")
        self.assertFalse(complaint.partner_id)
        self.assertEqual((complaint.contact_name, complaint.contact_email), ("Li Na", "li.na@example.com"))
        self.assertEqual(self.deliver(sender="bare@example.com").contact_name, "bare@example.com")

    def test_a_colleague_who_forwards_is_no_customer(self):
        self.officer.partner_id.email = "officer@example.com"
        complaint = self.deliver(sender="Officer <officer@example.com>")
        self.assertFalse(complaint.partner_id)

    def test_html_is_made_harmless(self):
        complaint = self.deliver(
            "<p>Broken <b>heel</b></p><script>alert(1)</script><img src=x onerror='alert(2)'>",
            kind="text/html",
        )
        self.assertIn("heel", complaint.description)
        for bad in ("<script", "onerror", "<img"):
            self.assertNotIn(bad, complaint.description)

    def test_an_empty_or_endless_mail(self):
        self.assertIn("My shoe", self.deliver("").description)
        self.assertIn("Mail without text", self.deliver("", subject="").description)
        self.assertLess(len(self.deliver("heel " * 60_000).description), 21_000)

    def test_an_answer_goes_to_the_case(self):
        complaint = self.deliver()
        message_id = complaint.message_ids.filtered(
            lambda message: message.message_type == "email"
        ).message_id
        self.assertFalse(self.deliver("And now?", headers=f"In-Reply-To: {message_id}\n"))
        self.assertIn("And now?", complaint.message_ids[0].body)

    def test_automatic_answers_make_no_complaint(self):
        for headers in ("Auto-Submitted: auto-replied\n", "X-Autoreply: yes\n"):
            self.assertFalse(self.deliver(headers=headers))
        self.assertTrue(self.deliver(headers="Auto-Submitted: auto-generated\n"))

    def test_bounces_make_no_complaint(self):
        bounce = f"bounce@{self.domain.name}"
        self.domain.bounce_alias = "bounce"
        self.assertFalse(self.deliver(sender="MAILER-DAEMON@example.com", to=bounce))

    def test_a_machine_that_writes_for_ever_is_stopped(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", "3")
        made = [bool(self.deliver(sender="Robot <robot@example.com>")) for _mail in range(5)]
        self.assertEqual(made, [True, True, True, False, False])
