from odoo.tests import tagged
from odoo.tools import mute_logger

from .message_common import MessageCase


@tagged("post_install", "-at_install")
class TestMessageSend(MessageCase):
    """Inbox and e-mail, and what becomes of those who are not reached."""

    def test_the_inbox(self):
        self.colleague.notification_type = "inbox"
        row = self.queue(body="Line 1\n<b>2</b>", users=self.colleague)
        self.run_cron()
        self.assertEqual((row.state, row.tries), ("sent", 1))
        domain = [
            ("model", "=", "res.partner"),
            ("res_id", "=", self.document.id),
            ("subject", "=", "Subject"),
        ]
        message = self.env["mail.message"].search(domain)
        self.assertEqual(message.notified_partner_ids, self.colleague.partner_id)
        self.assertEqual(message.notification_ids.notification_type, "inbox")
        self.assertIn("Line 1<br", message.body)
        self.assertIn("&lt;b&gt;2", message.body)
        self.run_cron()
        self.assertEqual(self.env["mail.message"].search_count(domain), 1)

    def test_the_inbox_without_a_document(self):
        self.colleague.notification_type = "inbox"
        row = self.Message._queue(None, "k", "Alone", "Text", users=self.colleague)
        self.run_cron()
        self.assertEqual(row.state, "sent")
        self.assertTrue(
            self.env["mail.notification"].search(
                [
                    ("res_partner_id", "=", self.colleague.partner_id.id),
                    ("mail_message_id.subject", "=", "Alone"),
                ]
            )
        )

    def test_email(self):
        self.env.company.email = "desk@example.com"
        row = self.queue(body="Dear\nWang", partners=self.customer)
        self.run_cron()
        mail = self.env["mail.mail"].search([("service_message_id", "=", row.id)])
        self.assertEqual((row.state, row.address), ("sent", "wang@example.com"))
        self.assertEqual(
            (mail.state, mail.email_to, mail.subject), ("outgoing", "wang@example.com", "Subject")
        )
        self.assertIn("desk@example.com", mail.email_from)
        self.assertEqual((mail.model, mail.res_id), ("res.partner", self.document.id))
        self.assertIn("Dear<br", mail.body_html)
        self.assertIn("Case 7", mail.body_html)
        self.run_cron()
        self.assertEqual(self.env["mail.mail"].search_count([("service_message_id", "=", row.id)]), 1)

    def test_the_mail_server_refuses(self):
        row = self.queue(partners=self.customer)
        self.run_cron()
        for tries in range(1, 6):
            self.assertEqual((row.state, row.tries), ("sent", tries))
            mail = self.env["mail.mail"].search([("service_message_id", "=", row.id)])
            self.assertEqual(len(mail), 1)
            mail.state = "exception"
            mail._postprocess_sent_message(
                [], [], failure_reason="550 no such user", failure_type="mail_smtp"
            )
            if tries < 5:
                self.assertEqual(row.state, "queued")
                self.make_due(row)
                self.run_cron()
        self.assertEqual(row.state, "failed")
        self.assertIn("550 no such user", self.todos().summary)

    def test_who_cannot_be_reached_becomes_a_todo(self):
        self.colleague.active = False
        nobody, odd = self.env["res.partner"].create([{"name": "No Mail"}, {"name": "Odd", "email": "odd"}])
        rows = self.queue(users=self.colleague, partners=nobody | odd)
        self.run_cron()
        self.assertEqual(set(rows.mapped("state")), {"failed"})
        self.assertEqual(set(rows.mapped("tries")), {1})
        self.assertEqual(
            set(self.todos().mapped("summary")),
            {
                "Colleague could not be reached: the user is archived",
                "No Mail could not be reached: there is no e-mail address",
                "Odd could not be reached: the e-mail address is not valid",
            },
        )
        self.assertEqual(self.todos().user_id, self.handler)

    def test_a_channel_that_does_not_fit(self):
        inbox = self.channel(kind="inbox", preset=False, url=False)
        sms = self.channel(kind="sms", preset=False, url=False, code="sms")
        rows = self.queue(partners=self.customer, channel=inbox)
        self.run_cron()
        self.assertIn("no user of this system", rows.error)
        if "sms.sms" not in self.env:
            rows = self.queue(partners=self.customer, channel=sms)
            self.run_cron()
            self.assertIn("not installed", rows.error)

    def test_the_todo_is_in_the_language_of_who_sees_to_it(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["res.lang"]._activate_lang("fr_FR")
        self.handler.lang = "fr_FR"
        self.queue(partners=self.env["res.partner"].create({"name": "X"}))
        self.run_cron()
        self.assertEqual(self.todos().summary, "X could not be reached: there is no e-mail address")

    def test_one_todo_for_one_trouble(self):
        nobody = self.env["res.partner"].create({"name": "X"})
        for key in "ab":
            self.queue(key=key, partners=nobody)
        self.run_cron()
        self.assertEqual(len(self.todos()), 1)

    def test_the_leaver_is_not_asked(self):
        """The handler left: a policy manager of the company sees to it."""
        self.handler.active = False
        self.env.ref("service_kernel.group_policy_manager").all_user_ids.filtered(
            lambda user: user != self.manager
        ).active = False
        self.queue(users=self.handler)
        self.run_cron()
        self.assertEqual(self.todos().user_id, self.manager)

    def test_a_todo_without_a_document(self):
        self.env.ref("service_kernel.group_policy_manager").all_user_ids.filtered(
            lambda user: user != self.manager
        ).active = False
        self.Message._queue(None, "k", "S", "B", partners=self.env["res.partner"].create({"name": "X"}))
        self.run_cron()
        todo = self.env["mail.activity"].search([("user_id", "=", self.manager.id)])
        self.assertEqual((todo.res_model, todo.summary[:2]), (False, "X "))

    def test_nobody_to_see_to_it(self):
        self.env.ref("service_kernel.group_policy_manager").all_user_ids.active = False
        self.handler.active = False
        row = self.queue(users=self.handler)
        with mute_logger("odoo.addons.service_kernel.models.service_message_cron"):
            self.run_cron()
        self.assertEqual(row.state, "failed")

    def test_the_document_is_gone(self):
        row = self.queue(users=self.colleague)
        self.document.unlink()
        self.run_cron()
        self.assertEqual(row.state, "cancelled")

    def test_one_that_breaks_does_not_stop_the_others(self):
        """An error nobody thought of: tried again, while the others are sent."""
        broken = self.queue(key="a", partners=self.customer)
        fine = self.queue(key="b", users=self.colleague)
        normal = type(self.Message)._send_email

        def _send_email(row):
            normal(row)
            raise ValueError(row)

        self.patch(type(self.Message), "_send_email", _send_email)
        with mute_logger("odoo.addons.service_kernel.models.service_message_cron"):
            self.run_cron()
        self.assertEqual((broken.state, broken.tries, fine.state), ("queued", 1, "sent"))
        self.assertIn("ValueError", broken.error)
        self.assertFalse(self.env["mail.mail"].search([("service_message_id", "=", broken.id)]))
