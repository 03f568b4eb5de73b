from datetime import datetime, timedelta

from odoo.tests import RecordCapturer, freeze_time, tagged

from .callback_common import CallbackCase

NOON = datetime(2026, 3, 6, 2, 30)  # 10:30 in Shanghai


@tagged("post_install", "-at_install")
class TestCallbackSend(CallbackCase):
    """Callbacks in writing (DEALER-CB-01)."""

    def send(self):
        """Run the cron; return what it queued."""
        self.env.flush_all()
        with (
            RecordCapturer(self.env["service.message"], [("template", "=", "callback")]) as messages,
            self.enter_registry_test_mode(),
        ):
            self.env.ref("service_center.cron_callback_send").method_direct_trigger()
        self.env.invalidate_all()
        return messages.records

    @freeze_time(NOON)
    def test_an_email_is_sent_in_its_hours(self):
        callback = self.callback(channel="email", purpose="is the door in order?")
        other = self.callback(channel="phone")
        message = self.send()
        self.assertEqual((message.partner_id, message.kind), (self.customer, "email"))
        self.assertIn("is the door in order?", message.subject)
        self.assertIn("Wang Fang", message.body)
        self.assertEqual((callback.state, callback.result, callback.user_id.id), ("done", False, False))
        self.assertEqual(callback.attempt_ids.mapped("outcome"), ["sent"])
        self.assertEqual(other.state, "planned")
        self.assertEqual(self.customer.service_last_contact_date, self.company._service_day())
        self.assertFalse(self.send())

    def test_not_before_its_hours_nor_before_its_day(self):
        with freeze_time(datetime(2026, 3, 6, 1, 59)):
            callback = self.callback(channel="email")
            later = self.callback(channel="email", due_date="2026-03-07")
            self.assertFalse(self.send())
        with freeze_time(datetime(2026, 3, 6, 2, 0)):
            self.assertEqual(len(self.send()), 1)
        self.assertEqual((callback.state, later.state), ("done", "planned"))

    @freeze_time(NOON)
    def test_no_address_is_said(self):
        self.customer.email = False
        callback = self.callback(channel="email")
        fine = self.callback(channel="email", partner_id=self.manager.partner_id.copy({"email": "x@y.z"}).id)
        self.send()
        self.assertEqual((callback.state, callback.attempt_ids.outcome), ("unreached", "not_sent"))
        self.assertIn("no e-mail address", callback.attempt_ids.note)
        self.assertEqual(fine.state, "done")

    @freeze_time(NOON)
    def test_who_does_not_want_it_gets_nothing(self):
        callback = self.callback(channel="email")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET service_do_not_disturb = TRUE WHERE id = %s", [self.customer.id]
        )
        self.env.invalidate_all()
        self.assertFalse(self.send())
        self.assertEqual((callback.state, callback.cancel_reason), ("cancelled", "do_not_disturb"))

    @freeze_time(NOON)
    def test_history_gets_nothing(self):
        self.callback(channel="email", is_history=True)
        self.assertFalse(self.send())

    @freeze_time(NOON)
    def test_a_message_needs_a_channel(self):
        self.env["service.message.channel"].search([]).active = False
        callback = self.callback(channel="message")
        self.send()
        self.assertEqual(callback.state, "unreached")
        self.assertIn("no message channel", callback.attempt_ids.note)
        channel = self.env["service.message.channel"].create(
            {"name": "SMS", "code": "t_sms", "kind": "sms", "company_id": self.company.id}
        )
        callback.action_reopen()
        self.assertEqual(self.send().channel_id, channel)
        self.assertEqual((callback.state, callback.attempt_count), ("done", 2))

    @freeze_time(NOON)
    def test_the_script_is_sent_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.customer.lang = "zh_CN"
        self.plan.script = "<p>Is all well?</p>"
        self.plan.with_context(lang="zh_CN").script = "<p>一切都好吗？</p>"
        self.callback(channel="email")
        self.assertIn("一切都好吗", self.send().body)

    def questionnaire(self):
        survey = self.env["survey.survey"].create(
            {
                "title": "After the repair",
                "access_mode": "public",
                "question_ids": [(0, 0, {"title": "All well?"})],
            }
        )
        return self.callback(channel="questionnaire", survey_id=survey.id)

    def test_a_questionnaire_waits_for_the_answer_and_ends(self):
        with freeze_time(NOON):
            callback = self.questionnaire()
            message = self.send()
            self.assertIn("/survey/", message.body_html)
            self.assertEqual((callback.state, callback.user_id.id), ("calling", False))
        days = callback._get_answer_days()
        with freeze_time(NOON + timedelta(days=days)):
            self.send()
            self.assertEqual(callback.state, "calling")
        with freeze_time(NOON + timedelta(days=days, seconds=1)):
            self.send()
            self.assertEqual(callback.state, "unreached")

    @freeze_time(NOON)
    def test_a_questionnaire_that_is_answered(self):
        callback = self.questionnaire()
        self.send()
        public = callback.with_user(self.env.ref("base.public_user")).sudo()
        public._finish("praise", satisfaction="5", notes="Lovely")
        self.assertEqual((callback.state, callback.user_id.id), ("done", False))
        self.assertEqual(callback.rating_id.rating, 5)
        self.assertEqual(callback.attempt_ids.user_id.ids, [])
