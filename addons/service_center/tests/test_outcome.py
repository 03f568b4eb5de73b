from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .sla_common import SlaCase, local


@tagged("post_install", "-at_install")
class TestOutcome(SlaCase):
    """What a complaint needs to end, and the evidence that it leaves (ISO 10002)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules.unlink()  # everybody may decide: authority has its own tests

    def decide(self, complaint, decision, user=None, **fields):
        wizard = self.env["service.complaint.decide"].with_user(user or self.officer)
        form = Form(wizard.with_context(default_decision=decision, default_complaint_ids=complaint.ids))
        for name, value in fields.items():
            form[name] = value
        form.save().action_confirm()

    def test_how_it_was_acknowledged(self):
        complaint = self.complain(channel="counter")
        self.assertFalse(complaint.acknowledged_how)
        complaint.action_acknowledge()
        self.assertEqual(complaint.acknowledged_how, "counter")
        other = self.complain(channel="counter", acknowledged_how="letter")
        other.action_acknowledge()
        self.assertEqual(other.acknowledged_how, "letter")

    def test_closing_does_not_say_whether_it_was_justified(self):
        """The dialog asks for it; what nobody said stays unknown (decisions 7)."""
        complaint = self.complain(state="resolved", validity="pending")
        complaint.action_close()
        self.assertEqual((complaint.state, complaint.validity), ("closed", "pending"))

    def test_rejecting_needs_a_reason_and_names_recourse(self):
        for reason in (False, "", "  "):
            with self.assertRaisesRegex(UserError, "reason"):
                self.complain(rejection_reason=reason).action_reject()
        complaint = self.complain(validity="pending")
        complaint.action_reject()
        self.assertEqual(complaint.validity, "invalid")
        self.assertIn("12315", complaint.recourse)
        self.company.service_recourse = "Ask the ombudsman."
        complaint = self.complain(validity="malicious")
        complaint.action_reject()
        self.assertEqual((complaint.recourse, complaint.validity), ("Ask the ombudsman.", "malicious"))
        complaint = self.complain(recourse="Court of Xi'an")
        complaint.action_reject()
        self.assertEqual(complaint.recourse, "Court of Xi'an")

    def test_recourse_in_the_customer_s_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.customer.lang = "zh_CN"
        self.company.service_recourse = "Ask the ombudsman."
        self.company.with_context(lang="zh_CN").service_recourse = "可向消费者协会投诉。"
        complaint = self.complain(partner_id=self.customer.id)
        complaint.action_reject()
        self.assertEqual(complaint.recourse, "可向消费者协会投诉。")

    def test_the_dialog(self):
        complaint = self.complain(validity="pending")
        self.decide(complaint, "resolve", text="Exchanged.")
        self.assertEqual((complaint.state, complaint.validity), ("resolved", "valid"))
        complaint = self.complain(validity="pending")
        self.decide(complaint, "reject", text="Not ours.", validity="malicious", recourse="Court")
        self.assertRecordValues(
            complaint,
            [
                {
                    "state": "rejected",
                    "validity": "malicious",
                    "recourse": "Court",
                    "rejection_reason": "Not ours.",
                }
            ],
        )
        complaint = self.complain()
        self.decide(complaint, "cancel", text="Entered twice.")
        self.assertEqual((complaint.state, complaint.cancel_reason), ("cancelled", "Entered twice."))

    def test_cancelling(self):
        complaint = self.complain(cancel_reason=False, user_id=self.user.id)
        with self.assertRaisesRegex(UserError, "reason"):
            complaint.with_user(self.officer).action_cancel()
        complaint.cancel_reason = "Withdrawn"
        with self.assertRaises(AccessError):
            complaint.with_user(self.user).action_cancel()
        complaint.with_user(self.officer).action_cancel()
        self.assertTrue(complaint.closed_at)
        done = self.complain(state="closed")
        with self.assertRaises(UserError):
            done.action_cancel()

    def test_a_cancelled_one_that_is_taken_up_again_goes_on_against_its_clocks(self):
        with freeze_time(local("2026-03-02 09:00")):
            complaint = self.complain(received_at=local("2026-03-02 09:00"))
            before = {clock.metric: clock.deadline for clock in self.clocks(complaint)}
            complaint.action_wait()
        with freeze_time(local("2026-03-02 09:30")):
            complaint.action_cancel()
            self.assertEqual(set(self.clocks(complaint, "resolve").mapped("is_open")), {False})
        with freeze_time(local("2026-03-02 10:00")):
            complaint.action_reopen()
            clock = self.clocks(complaint, "resolve")
            self.assertEqual((len(clock), clock.state), (1, "running"))
            self.assertGreaterEqual(clock.deadline, before["resolve"])
            self.assertReplays(complaint)

    def test_sending_the_decision(self):
        respond = self.env["service.sla.metric"].search([("code", "=", "respond")], limit=1)
        self.assertTrue(respond)
        self.limit("respond", 2, "working_days")
        complaint = self.complain(partner_id=self.customer.id, resolution="Exchanged.", state="investigating")
        with self.assertRaisesRegex(UserError, "no decision"):
            complaint.action_send_decision()
        complaint.state = "rejected"
        complaint.write({"rejection_reason": "Not bought here.", "recourse": "Call 12315."})
        action = complaint.with_user(self.officer).action_send_decision()
        composer = self.env["mail.compose.message"].with_user(self.officer)
        Form(composer.with_context(**action["context"])).save()._action_send_mail()
        message = complaint.message_ids[0]
        self.assertIn("Not bought here.", message.body)
        self.assertIn("Call 12315.", message.body)
        self.assertIn(self.customer, message.partner_ids)
        self.assertEqual(complaint.decision_sent_how, "email")
        self.assertTrue(complaint.decision_sent_at)

    def test_a_decision_told_by_telephone_is_the_response(self):
        with freeze_time(local("2026-03-02 09:00")):
            self.limit("respond", 2, "working_days")
            complaint = self.complain(received_at=local("2026-03-02 09:00"))
        with freeze_time(local("2026-03-03 10:00")):
            at = local("2026-03-03 09:30")
            with self.assertRaisesRegex(UserError, "future"):
                complaint.decision_sent_at = local("2026-03-03 10:01")
            complaint.write({"decision_sent_at": at, "decision_sent_how": "phone"})
            clock = self.clocks(complaint, "respond")
            self.assertEqual((clock.state, clock.reached_at), ("met", at))

    def test_out_of_count_is_out_of_the_report(self):
        statistics = self.env["service.complaint.statistics"]
        day = local("2031-05-05 10:00")
        good, twice, none = (self.complain(received_at=day) for _number in range(3))
        twice._merge_into(good)
        none.action_cancel()
        figures = statistics._get_figures(
            statistics._get_scope(self.company), day.date(), day.date(), "Asia/Shanghai"
        )
        self.assertEqual(figures.received, 1)
