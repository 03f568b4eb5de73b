from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .regulator_common import DEADLINE, RECEIVED, RegulatorCase
from .sla_common import local


@tagged("post_install", "-at_install")
class TestRegulator(RegulatorCase):
    """What an authority passes on: its number, its very deadline as a clock, the reply before the end."""

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

    # The end
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

    def test_searching(self):
        theirs, letter = self.passed_on(), self.passed_on(channel="letter")
        own = self.complain()
        both = theirs | letter | own
        self.assertEqual(both & self.Complaint.search([("is_from_regulator", "=", True)]), theirs | letter)
        self.assertEqual(both & self.Complaint.search([("is_from_regulator", "=", False)]), own)
