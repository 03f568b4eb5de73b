from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .sla_common import SlaCase, local

RECEIVED = local("2026-03-02 09:00")
DEADLINE = local("2026-03-04 21:17")  # outside the opening hours: an authority does not ask for them


@tagged("post_install", "-at_install")
class TestRegulator(SlaCase):
    """What an authority passes on: its number, its very deadline as a clock, the reply before the end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules.unlink()  # everybody may decide: authority has its own tests

    def passed_on(self, **vals):
        return self.complain(
            **{
                "channel": "regulator",
                "regulator_kind": "12315",
                "regulator_name": "Market Supervision of Yanta",
                "regulator_number": "1610113002026030001",
                "regulator_deadline": DEADLINE,
                "received_at": RECEIVED,
                "resolution": "Exchanged.",
                "user_id": self.user.id,
                **vals,
            }
        )

    def reply(self, complaint, at=None, user=None, how="platform", **vals):
        reply = self.env["service.regulator.reply"].with_user(user or self.env.user)
        reply = reply.create({"complaint_id": complaint.id, **vals})
        reply._record_sent(at or fields.Datetime.now(), how)
        return reply

    def the_clock(self, complaint):
        return self.clocks(complaint, "replied")

    # Deadline
    def test_the_deadline_is_a_clock_of_its_own(self):
        with freeze_time(RECEIVED):
            complaint = self.passed_on()
            clock = self.the_clock(complaint)
            self.assertRecordValues(
                clock,
                [{"party": "regulator", "deadline": DEADLINE, "state": "running", "unit": "given"}],
            )
            self.assertReplays(complaint)
            said = {item["code"]: item for item in complaint.get_explanation()}
            self.assertIn("given on the case", str(said["sla:replied:regulator"]))
            self.assertIn("Deadline given on the case", str(complaint.sla_clocks))

    def test_waiting_for_the_customer_does_not_move_it(self):
        with freeze_time(RECEIVED):
            complaint = self.passed_on()
            complaint.action_wait()
        with freeze_time(RECEIVED + timedelta(hours=30)):
            complaint.action_resume()
            self.assertEqual(self.the_clock(complaint).deadline, DEADLINE)
            self.assertReplays(complaint)

    def test_another_deadline_of_the_authority(self):
        with freeze_time(RECEIVED):
            complaint = self.passed_on()
        later = DEADLINE + timedelta(days=3, minutes=1)
        with freeze_time(RECEIVED + timedelta(hours=5)):
            complaint.regulator_deadline = later
            clock = self.the_clock(complaint)
            self.assertEqual((len(clock), clock.deadline), (1, later))
            self.assertEqual(clock.event_ids.sorted("id").mapped("kind"), ["start", "change"])
            self.assertReplays(complaint)
            complaint.regulator_deadline = False
            self.assertEqual(clock.state, "cancelled")
            self.assertFalse(clock.is_open)

    def test_a_deadline_that_comes_later(self):
        with freeze_time(RECEIVED):
            complaint = self.passed_on(regulator_deadline=False, channel="phone", regulator_kind=False)
            self.assertFalse(self.the_clock(complaint))
        with freeze_time(RECEIVED + timedelta(hours=1)):
            complaint.write({"regulator_kind": "12345", "regulator_deadline": DEADLINE})
            self.assertEqual(self.the_clock(complaint).deadline, DEADLINE)
            self.assertReplays(complaint)

    def test_in_time_at_the_second_and_late_after_it(self):
        for late, state in ((0, "met"), (1, "breached")):
            with freeze_time(RECEIVED):
                complaint = self.passed_on()
            with freeze_time(DEADLINE + timedelta(seconds=late)):
                self.reply(complaint)
                self.assertEqual(self.the_clock(complaint).state, state)
                self.assertEqual(self.the_clock(complaint).late_seconds, late)

    def test_people_are_warned_and_called(self):
        with freeze_time(RECEIVED):
            complaint = self.passed_on()
            self.run_clocks()
            self.assertFalse(complaint.activity_ids)
        with freeze_time(local("2026-03-03 15:30")):  # half of 60 hours is at night: at the last open second
            self.run_clocks()
            self.assertEqual(complaint.activity_ids.user_id, self.user)
        with freeze_time(local("2026-03-05 09:00")):
            self.run_clocks()
            self.assertIn("Overdue", str(complaint.activity_ids.mapped("summary")))

    def test_a_policy_of_the_company_gives_way_to_the_authority(self):
        self.env["service.sla.metric"].create({"code": "replied", "name": "Replied"})
        self.limit("replied", 5, "working_days", party="regulator")
        with freeze_time(RECEIVED):
            without = self.passed_on(regulator_deadline=False)
            self.assertEqual(self.the_clock(without).unit, "working_days")
            without.regulator_deadline = DEADLINE
            self.assertEqual(self.the_clock(without).deadline, DEADLINE)
            self.assertReplays(without)

    def test_an_archived_policy_gives_no_clock(self):
        self.passed_on()
        policy = self.env["service.sla.policy"].search([("code", "=", "regulator-reply")])
        self.assertEqual(policy.company_id, self.company)
        policy.active = False
        self.assertFalse(self.the_clock(self.passed_on()))

    def test_history_has_none(self):
        self.assertFalse(self.clocks(self.passed_on(is_history=True)))

    def test_desk_users_enter_it(self):
        complaint = (
            self.env["service.complaint"]
            .with_user(self.user)
            .create(
                {
                    "contact_name": "X",
                    "description": "x",
                    "channel": "regulator",
                    "regulator_deadline": fields.Datetime.now() + timedelta(days=1),
                }
            )
        )
        self.assertTrue(self.the_clock(complaint))

    # Reply
    def test_no_end_before_the_reply(self):
        complaint = self.passed_on()
        complaint.action_resolve()
        for step in (complaint.action_close, complaint.action_reject):
            with self.assertRaises(UserError):
                step()
        with self.assertRaisesRegex(UserError, "no reply to it is recorded"):
            complaint.action_close()
        self.reply(complaint)
        complaint.action_close()
        self.assertEqual(complaint.state, "closed")
        rejected = self.passed_on(channel="letter")
        with self.assertRaisesRegex(UserError, "no reply to it is recorded"):
            rejected.action_reject()
        self.reply(rejected, decision="Not justified.")
        rejected.action_reject()

    def test_only_the_letter_is_a_reply(self):
        complaint = self.passed_on()
        complaint.with_user(self.user).write({"regulator_replied_at": fields.Datetime.now()})
        self.assertFalse(complaint.regulator_replied_at)
        self.assertNotIn("replied", str(complaint.sla_milestones))
        with self.assertRaises(UserError):
            complaint.with_user(self.user).action_reach_milestone("replied")

    def test_others_end_without(self):
        complaint = self.complain()
        complaint.action_resolve()
        complaint.action_close()
        self.assertEqual(complaint.state, "closed")
        cancelled = self.passed_on()
        cancelled.action_cancel()
        history = self.passed_on(is_history=True)
        history.action_resolve()
        history.action_close()

    def test_it_is_not_merged_away(self):
        complaint, other = self.passed_on(), self.complain()
        with self.assertRaisesRegex(UserError, "waits for its reply"):
            complaint._merge_into(other)
        other._merge_into(complaint)
        self.assertEqual(other.merged_into_id, complaint)

    def test_the_letter(self):
        complaint = self.passed_on(rejection_reason="Warranty applies.")
        action = complaint.with_user(self.user).action_reply_to_regulator()
        Reply = self.env[action["res_model"]].with_user(self.user).with_context(**action["context"])
        form = Form(Reply)
        self.assertEqual(
            (form.authority, form.authority_number, form.facts, form.decision, form.reasons),
            (
                "Market Supervision of Yanta",
                "1610113002026030001",
                "The heel broke.",
                "Exchanged.",
                "Warranty applies.",
            ),
        )
        form.signer_function = "Manager"
        reply = form.save()
        self.assertEqual(complaint.action_reply_to_regulator()["res_id"], reply.id, "the draft goes on")
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("service_center.report_regulator_reply", reply.ids)[0]
            .decode()
        )
        for text in (
            "1610113002026030001",
            complaint.name,
            "The heel broke.",
            "Exchanged.",
            "Warranty applies.",
            self.user.name,
            "Manager",
        ):
            self.assertIn(text, html)
        self.assertEqual(reply.action_print()["type"], "ir.actions.report")
        action = reply.action_record()
        wizard = Form(self.env[action["res_model"]].with_user(self.user).with_context(**action["context"]))
        wizard.sent_how = "letter"
        wizard.save().action_confirm()
        self.assertRecordValues(reply, [{"state": "sent", "sent_how": "letter", "sent_by_id": self.user.id}])
        self.assertEqual(complaint.regulator_replied_at, reply.sent_at)

    def test_a_letter_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        reply = self.env["service.regulator.reply"].create({"complaint_id": self.passed_on().id})
        report = self.env["ir.actions.report"].with_context(lang="zh_CN")
        html = report._render_qweb_html("service_center.report_regulator_reply", reply.ids)[0].decode()
        self.assertIn("1610113002026030001", html)

    def test_what_was_sent_stays(self):
        complaint = self.passed_on()
        reply = self.reply(complaint)
        for vals in ({"facts": "x"}, {"decision": "x"}, {"authority_number": "1"}, {"signer_id": False}):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                reply.write(vals)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            reply.unlink()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            reply._record_sent(fields.Datetime.now(), "letter")
        with self.assertRaisesRegex(UserError, "stays"):
            complaint.regulator_deadline = DEADLINE + timedelta(days=1)
        reply.write({"state": "draft", "sent_at": False})
        self.assertEqual(reply.state, "sent", "written by its step only")
        second = self.reply(complaint)
        self.assertEqual(complaint.regulator_replied_at, reply.sent_at)
        self.assertNotEqual(second, reply)

    def test_what_is_refused(self):
        complaint = self.passed_on(resolution=False)
        reply = self.env["service.regulator.reply"].create({"complaint_id": complaint.id})
        with self.assertRaisesRegex(UserError, "Decision"):
            reply.action_record()
        with self.assertRaisesRegex(UserError, "Decision"):
            reply.action_print()
        reply.decision = "Refund"
        for at in (RECEIVED - timedelta(seconds=1), fields.Datetime.now() + timedelta(minutes=1)):
            with self.assertRaisesRegex(UserError, "not in the future"):
                reply._record_sent(at, "letter")
        employee = self.env["hr.employee"].create({"name": "Zhang", "user_id": self.user.id})
        complaint.employee_ids = employee
        with self.assertRaisesRegex(UserError, "complained about"):
            reply.with_user(self.user)._record_sent(fields.Datetime.now(), "letter")

    def test_access(self):
        complaint = self.passed_on()
        reply = self.env["service.regulator.reply"].create({"complaint_id": complaint.id})
        self.assertTrue(reply.with_user(self.user).has_access("write"))
        with self.assertRaises(AccessError):
            reply.with_user(self.colleague).read(["facts"])
        with self.assertRaises(AccessError):
            self.env["service.regulator.reply"].with_user(self.colleague).create(
                {"complaint_id": complaint.id}
            )
        self.assertTrue(reply.with_user(self.officer).has_access("write"))
        for user in (self.employee, self.portal):
            with self.assertRaises(AccessError):
                reply.with_user(user).read(["facts"])
        for user in (self.user, self.officer):
            with self.assertRaises(AccessError):
                reply.with_user(user).unlink()
        reply.with_user(self.manager).unlink()
        foreign = self.env["service.regulator.reply"].create(
            {
                "complaint_id": self.passed_on(company_id=self.other_company.id, user_id=False).id,
                "signer_id": False,
            }
        )
        self.assertFalse(foreign.with_user(self.officer).search([("id", "=", foreign.id)]))

    def test_searching(self):
        theirs, letter = self.passed_on(), self.passed_on(channel="letter")
        own = self.complain()
        both = theirs | letter | own
        self.assertEqual(both & self.Complaint.search([("is_from_regulator", "=", True)]), theirs | letter)
        self.assertEqual(both & self.Complaint.search([("is_from_regulator", "=", False)]), own)

    def test_erasure(self):
        complaint = self.passed_on()
        reply = self.reply(complaint)
        complaint.action_resolve()
        complaint.action_close()
        complaint.with_user(self.manager)._anonymise()
        self.assertRecordValues(reply, [{"facts": False, "decision": False, "authority_number": False}])
        self.assertFalse(complaint.regulator_number)
        self.assertEqual(reply.state, "sent")
