import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .sla_common import SlaCase, local


@tagged("post_install", "-at_install")
class TestMerge(SlaCase):
    """Duplicates go on in one live complaint, and can be taken apart again (C1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules.unlink()

    def picture(self, complaint):
        """All of a complaint that merging might touch."""
        self.env.flush_all()
        self.env.invalidate_all()
        return {
            "values": complaint.read(
                ["state", "user_id", "sla_deadline", "sla_state", "sla_paused_at", "closed_at", "flag_ids"]
            ),
            "followers": set(complaint.message_partner_ids.ids),
            "activities": set(complaint.activity_ids.ids),
            "clocks": [
                (clock.id, clock.state, clock.deadline, clock.is_open, clock.paused_seconds, clock.paused_at)
                for clock in self.clocks(complaint)
            ],
            "comments": complaint.message_ids.filtered(lambda one: one.message_type == "comment").ids,
            "merged": complaint.merged_ids.ids,
        }

    def test_merging_and_taking_apart_restores_both_exactly(self):
        for source in ("new", "acknowledged", "investigating", "resolving", "waiting", "resolved"):
            with self.subTest(source), freeze_time(local("2026-03-02 09:00")):
                one = self.complain(user_id=self.user.id, received_at=local("2026-03-02 09:00"))
                two = self.complain(user_id=self.colleague.id, received_at=local("2026-03-02 08:40"))
                one.message_subscribe(self.officer.partner_id.ids)
                one.message_post(body="A word", message_type="comment")
                one.activity_schedule("mail.mail_activity_data_todo", user_id=self.user.id)
                if source != "new":
                    one.state = "investigating" if source == "resolving" else source
                if source == "resolving":
                    one.state = source
                before = self.picture(one), self.picture(two)
                one.with_user(self.officer)._merge_into(two.with_user(self.officer))
                self.assertEqual((one.state, one.merged_into_id), ("merged", two))
                self.assertFalse(self.clocks(one).filtered("is_open"))
                self.assertFalse(one.sla_deadline)
                self.assertIn(self.officer.partner_id, two.message_partner_ids)
                self.assertEqual(len(two.activity_ids), 1)
                self.assertFalse(one.activity_ids)
                one.with_user(self.officer).action_unmerge()
                self.assertEqual((self.picture(one), self.picture(two)), before)
                self.assertReplays(one | two)

    def test_time_goes_on_while_it_is_merged(self):
        with freeze_time(local("2026-03-02 09:00")):
            one, two = (self.complain(received_at=local("2026-03-02 09:00")) for _number in range(2))
            deadline = self.clocks(one, "acknowledge").deadline
            one._merge_into(two)
        with freeze_time(local("2026-03-04 09:00")):
            self.run_clocks()
            self.assertEqual(self.clocks(one, "acknowledge").state, "cancelled")
            one.action_unmerge()
            clock = self.clocks(one, "acknowledge")
            self.assertEqual((clock.state, clock.deadline, clock.is_open), ("breached", deadline, True))
            self.assertReplays(one)

    def test_facts_of_a_merged_one_start_no_clocks(self):
        one, two = self.complain(), self.complain()
        one._merge_into(two)
        self.limit("close", 9, "working_days")
        one.write({"channel": "letter", "amount_at_stake": 5000})
        self.assertFalse(self.clocks(one).filtered("is_open"))

    def test_no_circle_and_chains_lead_to_the_live_one(self):
        one, two, three = (self.complain() for _number in range(3))
        with self.assertRaisesRegex(UserError, "into itself"):
            one._merge_into(one)
        one._merge_into(two)
        with self.assertRaisesRegex(UserError, "into itself"):
            two._merge_into(one)
        two._merge_into(three)
        self.assertEqual(one._get_live(), three)
        with self.assertRaises(UserError):
            three._merge_into(one)
        four = self.complain()
        four._merge_into(one)
        self.assertEqual(four.merged_into_id, three, "into the one that is live")
        two.action_unmerge()
        self.assertEqual((one._get_live(), four._get_live()), (two, three))

    def test_what_cannot_be_merged(self):
        live = self.complain(partner_id=self.customer.id)
        stranger = self.complain()
        other = self.complain(partner_id=self.env["res.partner"].create({"name": "Other"}).id)
        foreign = self.complain(company_id=self.other_company.id, user_id=False)
        for complaint in (
            other,
            foreign,
            self.complain(is_history=True),
            *(self.complain(state=state) for state in ("closed", "rejected", "cancelled")),
        ):
            with self.assertRaises(UserError):
                complaint._merge_into(live)
            self.assertFalse(complaint.merged_into_id)
        for target in (self.complain(state="closed"), self.complain(is_history=True)):
            with self.assertRaises(UserError):
                stranger._merge_into(target)
        stranger._merge_into(live)
        with self.assertRaises(UserError):
            stranger.action_reopen()
        with self.assertRaises(UserError):
            live.action_unmerge()

    def test_only_merging_merges(self):
        one, two = self.complain(), self.complain()
        with self.assertRaises(UserError):
            one.state = "merged"
        one.write({"merged_into_id": two.id, "merge_memory": {"state": "closed"}})
        self.assertFalse(one.merged_into_id or one.merge_memory)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.CheckViolation):
            self.complain(state="merged", merged_into_id=two.id)

    def test_roles(self):
        one, two = (self.complain(user_id=self.user.id) for _number in range(2))
        for user in (self.user, self.employee, self.portal):
            with self.assertRaises(AccessError):
                one.with_user(user)._merge_into(two.with_user(user))
            with self.assertRaises(AccessError):
                one.with_user(user).action_merge()
        one.with_user(self.officer)._merge_into(two.with_user(self.officer))
        with self.assertRaises(AccessError):
            one.with_user(self.user).action_unmerge()
        with self.assertRaises(AccessError):
            self.env["service.complaint.merge"].with_user(self.user).check_access("create")

    def test_nobody_merges_a_complaint_about_themselves(self):
        employee = self.env["hr.employee"].create({"name": "O", "user_id": self.officer.id})
        one, two = self.complain(employee_ids=employee.ids), self.complain()
        for pair in ((one, two), (two, one)):
            with self.assertRaisesRegex(UserError, "you are complained about"):
                pair[0].with_user(self.officer)._merge_into(pair[1].with_user(self.officer))
        one.with_user(self.manager)._merge_into(two.with_user(self.manager))
        with self.assertRaisesRegex(UserError, "you are complained about"):
            one.with_user(self.officer).action_unmerge()

    def test_who_follows_two_merged_ones_stays_until_both_are_gone(self):
        live, one, two = (self.complain() for _number in range(3))
        partner = self.manager.partner_id
        (one | two).message_subscribe(partner.ids)
        one._merge_into(live)
        two._merge_into(live)
        one.action_unmerge()
        self.assertIn(partner, live.message_partner_ids)
        two.action_unmerge()
        self.assertNotIn(partner, live.message_partner_ids)

    def test_the_dialog(self):
        early = self.complain(received_at="2026-01-01 00:00:00")
        late = self.complain(received_at="2026-01-02 00:00:00")
        action = (late | early).with_user(self.officer).action_merge()
        wizard = self.env["service.complaint.merge"].with_user(self.officer)
        form = Form(wizard.with_context(**action["context"]))
        self.assertEqual(form.live_id, early)
        shown = form.save().action_confirm()
        self.assertEqual((shown["res_id"], late.merged_into_id), (early.id, early))
