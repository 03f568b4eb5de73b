from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.service_kernel.tests.leave_common import enter_leave

from .appeal_common import FILED, AppealCase

SECOND = timedelta(seconds=1)


@tagged("post_install", "-at_install")
class TestAppeal(AppealCase):
    """Filing in time, deciders outside the case, money that waits, outcomes in the ledger (S7)."""

    # Filing
    def test_in_time_until_the_closing_of_the_last_working_day(self):
        # told on a Wednesday; seven working days: until Friday week, 17:00 in Shanghai
        last = datetime(2026, 6, 19, 9)
        with freeze_time(last + SECOND):
            self.assertRefused("possible to appeal until 6/19/26, 5:00", self.file)
        with freeze_time(last):
            appeal = self.file()
        self.assertEqual((appeal.told_at, appeal.file_until, appeal.is_late), (FILED, last, False))
        self.assertEqual((appeal.state, appeal.how, appeal.filed_by_id), ("filed", "screen", self.user))
        # ten working days after that, reminded two before
        self.assertEqual(
            (appeal.warn_at, appeal.deadline), (datetime(2026, 7, 1, 9), datetime(2026, 7, 3, 9))
        )

    def test_a_public_holiday_is_no_working_day(self):
        enter_leave(
            self.env,
            {
                "name": "Dragon Boat Festival",
                "calendar_id": self.company.resource_calendar_id.id,
                "company_id": self.company.id,
                "date_from": "2026-06-18 16:00:00",
                "date_to": "2026-06-19 15:59:59",
            },
        )
        with freeze_time(datetime(2026, 6, 22, 9)):
            self.assertEqual(self.file().file_until, datetime(2026, 6, 22, 9))

    def test_a_company_without_working_hours_counts_calendar_days(self):
        self.company.resource_calendar_id = False
        with freeze_time(FILED + timedelta(days=7)):
            self.assertFalse(self.file().is_late)

    def test_hr_admits_a_late_appeal_with_a_reason(self):
        late = {"sheet_id": self.sheet.id, "late_reason": "She was in hospital"}
        with freeze_time(datetime(2026, 7, 1)):
            with self.assertRaisesRegex(AccessError, "HR decides"):
                self.file(**late)
            self.assertRefused("possible to appeal until", self.file, self.hr, sheet_id=self.sheet.id)
            appeal = self.file(self.hr, **late)
        self.assertEqual(
            (appeal.is_late, appeal.how, appeal.late_reason), (True, "behalf", "She was in hospital")
        )

    def test_the_days_are_those_of_the_rule_book(self):
        book = self.activated(code="strict", appeal_days=1, appeal_decision_days=1)
        entry = self.enter("point", book=book)
        with freeze_time(datetime(2026, 6, 11, 9)):
            appeal = self.file(entry_ids=entry.ids)
        self.assertEqual(appeal.file_until, datetime(2026, 6, 11, 9))
        self.assertEqual(appeal.deadline, datetime(2026, 6, 12, 9))

    def test_what_cannot_be_appealed(self):
        other = self.employee_of(self.manager)
        theirs = self.enter("point", employee=other)
        draft = self.make(employee=other)
        for problem, subjects in (
            ("Choose what", {"sheet_id": False}),
            ("Please say what is wrong", {"sheet_id": self.sheet.id, "text": "  "}),
            ("At most 5000", {"sheet_id": self.sheet.id, "text": "x" * 5001}),
            ("of one employee", {"sheet_id": self.sheet.id, "entry_ids": theirs.ids}),
            ("cannot be about this", {"company_id": self.company.id}),
            ("does not hold yet", {"sheet_id": draft.id}),
        ):
            with self.subTest(problem):
                self.assertRefused(problem, self.file, self.hr, **subjects)
        for user in (self.leader_user, self.officer, self.judge):
            with self.subTest(user.login), self.assertRaisesRegex(AccessError, "Only the employee"):
                self.file(user, sheet_id=self.sheet.id)
        elsewhere = self.enter("point", day=date(2026, 7, 3))
        self.assertRefused("not on this sheet", self.file, sheet_id=self.sheet.id, entry_ids=elsewhere.ids)

    def test_one_open_appeal_about_the_same(self):
        first = self.file()
        self.assertRefused(f"{first.name} about it is open", self.file, sheet_id=self.sheet.id)
        self.file(entry_ids=self.five.ids)
        self.assertRefused("is open already", self.file, entry_ids=(self.five | self.two).ids)
        first.with_user(self.user).action_withdraw()
        self.assertEqual(self.file().state, "filed")
        with self.assertRaisesRegex(UserError, "decided already"):
            first.with_user(self.user).action_withdraw()

    def test_what_was_decided_is_not_appealed_again(self):
        # of what was not appealed before, nothing is said, and the button is there
        dialog = self.env["service.score.appeal.file"].with_user(self.user).new({"entry_ids": self.five.ids})
        self.assertIs(dialog.decided_note, False)
        appeal = self.assigned(sheet_id=self.sheet.id, entry_ids=self.five.ids)
        appeal.action_reject("She was seen at the desk")
        again = {"sheet_id": self.sheet.id, "entry_ids": self.five.ids}
        for subjects in (again, {"entry_ids": self.five.ids}, {"sheet_id": self.sheet.id}):
            with self.subTest(**subjects):
                self.assertRefused(f"{appeal.name} has decided", self.file, **subjects)
        # the other entry was not decided; on paper HR admits it once more
        whole = self.assigned(sheet_id=self.sheet.id, entry_ids=self.two.ids)
        whole.action_partly("Once", {self.two.id: {"quantity": 1}})
        correction = whole.counter_ids - self.two.reversed_by_id
        self.assertRefused(f"{whole.name} has decided", self.file, entry_ids=correction.ids)
        dialog = self.env["service.score.appeal.file"].with_user(self.user).new({"entry_ids": self.five.ids})
        self.assertIn(appeal.name, dialog.decided_note)
        self.assertRefused("has decided", self.file, self.hr, **again)
        admitted = self.file(self.hr, **again, late_reason="A new witness")
        self.assertEqual(
            (admitted.is_repeated, admitted.is_late, admitted.late_reason), (True, False, "A new witness")
        )

    def test_all_of_a_sheet_that_was_decided_holds_its_entries(self):
        appeal = self.assigned()
        appeal.action_reject("No")
        self.assertRefused("has decided", self.file, entry_ids=self.two.ids)
        with freeze_time(FILED + SECOND):
            later = self.enter("point", 1)
            self.assertEqual(self.file(entry_ids=later.ids).state, "filed")

    def test_who_withdraws(self):
        appeal = self.assigned()
        with self.assertRaises(AccessError):
            appeal.action_withdraw()
        appeal.with_user(self.hr).action_withdraw()
        self.assertEqual(appeal.state, "withdrawn")

    def test_only_files_that_were_just_uploaded(self):
        Attachment = self.env["ir.attachment"]
        mine = {"name": "leave.txt", "raw": b"x"}
        owned = Attachment.with_user(self.user).create(mine)
        owned.sudo().write({"res_model": "res.partner", "res_id": self.user.partner_id.id})
        for file in (owned, Attachment.create({**mine, "public": True})):
            self.assertRefused(
                "upload “leave.txt” anew", self.file, sheet_id=self.sheet.id, attachment_ids=file.ids
            )

    def test_hr_who_had_a_part_does_not_withdraw(self):
        self.officer.group_ids += self.env.ref("service_scoring.group_hr")
        appeal = self.file()
        self.assertRefused("had a part", appeal.with_user(self.officer).action_withdraw)
        self.assertEqual(appeal.state, "filed")

    # Who decides
    def test_the_decider_is_outside_the_case_and_its_line(self):
        appeal = self.file()
        self.assertEqual(
            appeal._get_candidates() & (self.judge | self.hr | self.manager),
            self.judge | self.hr | self.manager,
        )
        hr = appeal.with_user(self.hr)
        for who, why in (
            (self.officer, "had a part"),
            (self.leader_user, "reports to them"),
            (self.chief.user_id, "reports to them"),
            (self.helper.user_id, "they report to the employee"),
            (self.user, "it is their own"),
            (self.person_away(), "cannot log in"),
            (self.person("score_stranger", "base.group_user"), "neither officer nor HR"),
        ):
            with self.subTest(who.login):
                self.assertNotIn(who, appeal._get_candidates())
                self.assertRefused(why, hr.action_assign, who)
        with self.assertRaisesRegex(AccessError, "Only HR"):
            appeal.with_user(self.user).action_assign(self.judge)

    def person_away(self):
        """An officer who may not log in any more."""
        user = self.person("score_away", "service_scoring.group_officer")
        user.active = False
        return user

    def test_who_was_in_the_line_as_another_employee(self):
        self.employee_of(self.judge, parent_id=self.helper.id, active=False)
        appeal = self.file()
        self.assertNotIn(self.judge, appeal._get_candidates())
        self.assertRefused("they report to", appeal.with_user(self.hr).action_assign, self.judge)

    def test_who_filed_it_for_the_employee_does_not_decide(self):
        appeal = self.file(self.hr, sheet_id=self.sheet.id)
        self.assertRefused("had a part", appeal.with_user(self.chief.user_id).action_assign, self.hr)

    def test_who_does_not_decide_any_more_is_told_nothing_more(self):
        appeal = self.assigned()
        appeal.sudo().message_subscribe(self.judge.partner_id.ids)
        appeal.with_user(self.hr).action_assign(self.manager)
        self.assertNotIn(self.judge.partner_id, appeal.sudo().message_partner_ids)

    def test_nobody_fits(self):
        everybody = self.env["res.users"].search([("company_ids", "in", self.company.ids)])
        for user in everybody - self.chief.user_id - self.user:
            if user.has_group("service_scoring.group_officer"):
                user.active = False
        appeal = self.file()
        dialog = (
            self.env["service.score.appeal.assign"]
            .with_user(self.chief.user_id)
            .new({"appeal_id": appeal.id})
        )
        self.assertFalse(dialog.candidate_ids)
        said = f"{self.chief.user_id.name}: the employee reports to them"
        self.assertIn(said, dialog.why_nobody)
        self.assertIn(said, appeal.with_user(self.chief.user_id).why_nobody)
        self.assertFalse(self.messages(appeal, "filed"))
        self.assertEqual(self.messages(appeal, "nobody"), {self.chief.user_id.name})
        with freeze_time(appeal.deadline + SECOND):
            appeal.invalidate_recordset()
            self.remind()
        message = self.env["service.message"].search([("key", "=", f"score_appeal/{appeal.id}/overdue")])
        self.assertIn("give the role of HR to somebody outside", str(message.mapped("body")))
        # no HR at all: somebody learns of it nonetheless
        self.chief.user_id.group_ids -= self.env.ref("service_scoring.group_hr")
        self.chief.user_id.group_ids += self.env.ref("service_scoring.group_officer")
        self.assertEqual(appeal._get_hr_users(), self.chief.user_id)

    def test_a_decider_who_leaves_gives_it_back(self):
        appeal = self.assigned()
        self.judge.active = False
        self.assertFalse(appeal.sudo().decider_id)
        self.assertIn(self.hr.name, self.messages(appeal, "released"))
        appeal.with_user(self.hr).action_assign(self.manager)
        self.manager.group_ids = self.env.ref("base.group_user")  # has another post: seen by the cron
        self.remind()
        self.assertFalse(appeal.sudo().decider_id)

    def test_the_line_is_that_of_people_not_of_employees(self):
        """The leader's second employee, of another company, leads somebody who decides there."""
        abroad = self.env["res.company"].create({"name": "Elsewhere"})
        second = self.env["hr.employee"].create(
            {"name": "Helper", "company_id": abroad.id, "user_id": self.helper.user_id.id}
        )
        self.employee_of(self.judge)
        third = self.env["hr.employee"].create(
            {"name": "Judge", "company_id": abroad.id, "user_id": self.judge.id, "parent_id": second.id}
        )
        self.assertRefused("they report to the employee", self.file()._check_outside, self.judge)
        third.parent_id = False
        self.Appeal.search([("employee_id", "=", self.employee.id)], limit=1)._check_outside(self.judge)

    def test_hr_does_not_assign_the_own_appeal(self):
        me = self.employee_of(self.hr)
        entry = self.enter("point", employee=me)
        appeal = self.file(self.hr, entry_ids=entry.ids)
        self.assertRefused("Somebody else", appeal.with_user(self.hr).action_assign, self.judge)

    def test_who_becomes_involved_after_all_does_not_decide(self):
        appeal = self.assigned()
        self.employee_of(self.judge, parent_id=self.helper.id)
        self.assertRefused("they report to the employee", appeal.action_reject, "No")
        self.assertEqual(appeal.sudo().state, "filed")

    def test_only_the_decider_decides_and_says_why(self):
        appeal = self.file()
        with self.assertRaisesRegex(AccessError, "Only whom HR assigned"):
            appeal.with_user(self.hr).action_reject("No")
        appeal = self.assigned(entry_ids=self.five.ids)
        self.assertRefused("Say what you decided", appeal.action_reject, " ")
        appeal.action_reject("She was seen at the desk")
        self.assertEqual((appeal.state, appeal.decision), ("rejected", "She was seen at the desk"))
        self.assertEqual(self.five.state, "confirmed")
        self.assertRefused("decided already", appeal.action_accept, "Yes")

    # Money
    def test_the_money_waits_and_the_record_stays(self):
        self.close(self.sheet)
        self.employee.score_employee_number = "E1"
        self.book._acknowledge(self.employee, "signed")
        before = self.sheet.read(["inputs_hash", "state", "score"])
        appeal = self.assigned()
        self.assertIn("appeal", self.sheet._get_hold_reasons()[self.sheet.id])
        self.assertIn("appealed", self.sheet._say_hold_reasons(["appeal"]))
        self.assertEqual(self.sheet.read(["inputs_hash", "state", "score"]), before)
        appeal.action_reject("No")
        self.assertNotIn("appeal", self.sheet._get_hold_reasons()[self.sheet.id])

    def test_an_appeal_about_an_entry_holds_its_sheet(self):
        self.file(entry_ids=self.five.ids)
        other = self.make(day=date(2026, 7, 3))
        reasons = (self.sheet | other)._get_hold_reasons()
        self.assertIn("appeal", reasons[self.sheet.id])
        self.assertNotIn("appeal", reasons[other.id])

    def test_a_batch_that_is_prepared_is_not_sent(self):
        self.book.sudo()._write_state("draft")
        self.book.adopted_on = date(2026, 1, 1)
        self.book.needs_acknowledgement = False
        self.book._write_state("active")
        self.book.pay_component_id.fine_pay_code = "F1"
        self.employee.score_employee_number = "E1"
        self.close(self.sheet)
        batch = self.env["service.score.payroll.batch"].with_user(self.hr).create({"month": "2026-06-01"})
        batch.action_prepare()
        self.assertEqual(batch.line_ids.sheet_id, self.sheet)
        appeal = self.file()
        second = self.chief.user_id
        self.assertRefused("has appealed", batch.with_user(second).action_release)
        appeal.with_user(self.user).action_withdraw()
        batch.with_user(second).action_release()
        batch.action_export()
        self.assertEqual(self.sheet.state, "exported")
        # what was sent is sent: the outcome is an adjustment
        later = self.assigned()
        self.assertEqual(self.sheet.state, "exported")
        later.action_accept("It was somebody else", self.five)
        self.assertEqual((self.sheet.state, self.sheet.points_deducted), ("exported", 7))
        self.assertEqual(later.counter_ids.effective_date, date(2026, 7, 1))

    # Outcomes
    def test_accepted_in_an_open_period(self):
        appeal = self.assigned(sheet_id=self.sheet.id, entry_ids=self.five.ids)
        self.assertEqual(self.sheet.score, -7)
        appeal.action_accept("It was somebody else")
        counter = appeal.counter_ids
        self.assertEqual(
            (appeal.state, self.five.state, self.two.state), ("accepted", "reversed", "confirmed")
        )
        self.assertEqual(
            (counter.reversal_of_id, counter.points, counter.confirmed_by_id, counter.effective_date),
            (self.five, 5, self.judge, self.five.date),
        )
        self.assertIn(appeal.name, counter.reverse_reason)
        self.assertEqual((self.sheet.state, self.sheet.score), ("published", -2))

    def test_accepted_after_the_period_closed(self):
        self.close(self.sheet)
        appeal = self.assigned(sheet_id=self.sheet.id, entry_ids=self.five.ids)
        appeal.action_accept("It was somebody else")
        self.assertEqual(self.sheet.score, -7)
        july = self.make(day=date(2026, 7, 10))
        self.assertEqual((july.points_adjusted, july.with_user(self.hr).fine_amount), (5, -50))

    def test_accepting_a_whole_sheet_names_what_is_taken_back(self):
        appeal = self.assigned()
        self.assertRefused("Choose the entries", appeal.action_accept, "Yes")
        strange = self.enter("point", day=date(2026, 7, 3))
        self.assertRefused("does not belong", appeal.action_accept, "Yes", strange)
        appeal.action_accept("Yes", self.five | self.two)
        self.assertEqual(self.sheet.score, 0)

    def test_accepting_takes_something_back(self):
        appeal = self.assigned(entry_ids=self.five.ids)
        dialog = (
            self.env["service.score.appeal.decide"]
            .with_user(self.judge)
            .create({"appeal_id": appeal.id, "outcome": "accepted", "decision": "Yes"})
        )
        dialog.line_ids.outcome = "keep"
        self.assertRefused("Choose the entries", dialog.action_apply)

    def test_a_sheet_whose_entries_were_all_taken_back_meanwhile(self):
        appeal = self.assigned()
        (self.five | self.two).with_user(self.officer).action_reverse("My mistake")
        appeal.action_accept("It is settled")
        self.assertEqual(appeal.state, "accepted")

    def test_a_correction_is_not_worse_and_stays_the_first_time(self):
        rule = {
            "points": 1,
            "step_window": "ever",
            "step_ids": [Command.create({"occurrence": 2, "factor": 3})],
        }
        book = self.activated(code="steps", rules={"late": rule})
        first, second = (self.enter("late", 4, book=book) for _time in range(2))
        self.assertEqual((first.points, second.points), (-4, -12))
        appeal = self.assigned(entry_ids=first.ids)
        self.assertRefused("never makes it worse", appeal.action_partly, "More", {first.id: {"quantity": 5}})
        appeal.action_partly("Less", {first.id: {"quantity": 3}})
        correction = appeal.counter_ids - first.reversed_by_id
        self.assertEqual((correction.occurrence, correction.points), (1, -3))

    def test_what_the_officer_takes_back_meanwhile(self):
        appeal = self.assigned(entry_ids=self.five.ids)
        self.five.with_user(self.officer).action_reverse("My mistake")
        self.assertRefused("counts no more", appeal.action_partly, "Yes", {self.five.id: {"quantity": 1}})
        appeal.action_accept("It is settled")
        self.assertEqual((appeal.state, appeal.counter_ids.ids), ("accepted", []))

    def test_accepted_in_part(self):
        appeal = self.assigned(entry_ids=(self.five | self.two).ids)
        self.assertRefused("Say which entries", appeal.action_partly, "Yes", {})
        appeal.action_partly("It was three times", {self.five.id: {"quantity": 3, "company_id": 1}})
        counter, correction = appeal.counter_ids.sorted("id")
        self.assertEqual(
            (counter.reversal_of_id, correction.quantity, correction.points, correction.state),
            (self.five, 3, -3, "confirmed"),
        )
        self.assertEqual(
            (correction.date, correction.company_id, correction.confirmed_by_id),
            (self.five.date, self.company, self.judge),
        )
        self.assertEqual((self.two.state, self.sheet.score), ("confirmed", -5))

    def test_a_correction_needs_no_fresh_entry(self):
        """Neither a second person nor the end of the version stands against it."""
        book = self.activated(code="old")
        entry = self.enter("point", 2, book=book)
        book.sudo()._write_state("draft")
        book.four_eyes = True
        book._write_state("archived")
        appeal = self.assigned(entry_ids=entry.ids)
        appeal.action_partly("Once", {entry.id: {"quantity": 1}})
        self.assertEqual(appeal.counter_ids.sorted("id").mapped("points"), [2, -1])

    def test_a_correction_that_the_rule_does_not_allow_changes_nothing(self):
        rules = {"mild": {"points": 1, "points_max": 2, "points_mode": "range"}}
        book = self.activated(code="range", rules=rules.items())
        entry = self.enter("mild", points_each=2, points_reason="In front of guests", book=book)
        appeal = self.assigned(entry_ids=entry.ids)
        with self.assertRaisesRegex(UserError, "mild"), self.env.cr.savepoint():
            appeal.action_partly("More", {entry.id: {"points_each": 3}})
        self.assertEqual((entry.state, appeal.sudo().state), ("confirmed", "filed"))
        appeal.action_partly("Less", {entry.id: {"points_each": 1}})
        self.assertEqual(appeal.counter_ids.sorted("id").mapped("points"), [2, -1])

    def test_the_dialogs(self):
        action = self.sheet.with_user(self.user).action_open_appeal()
        dialog = (
            self.env[action["res_model"]]
            .with_user(self.user)
            .with_context(**action["context"])
            .create({"text": "No"})
        )
        self.assertEqual(dialog.possible_entry_ids, self.five | self.two)
        self.assertTrue(dialog.term)
        self.assertFalse(dialog.is_hr)
        dialog.entry_ids = self.five
        appeal = self.Appeal.browse(dialog.action_apply()["res_id"])
        self.env["service.score.appeal.assign"].with_user(self.hr).create(
            {"appeal_id": appeal.id, "decider_id": self.judge.id}
        ).action_apply()
        dialog = (
            self.env["service.score.appeal.decide"]
            .with_user(self.judge)
            .create({"appeal_id": appeal.id, "outcome": "partly", "decision": "Four"})
        )
        line = dialog.line_ids
        self.assertEqual((line.entry_id, line.outcome, line.quantity), (self.five, "back", 5))
        line.outcome = "correct"
        self.assertRefused("say what is right", dialog.action_apply)
        line.quantity = 4
        dialog.action_apply()
        self.assertEqual((appeal.state, sum(appeal.counter_ids.mapped("points"))), ("partly", 1))

    # Other subjects
    def test_an_award(self):
        award = self.env["service.score.award"].create(
            {"employee_id": self.employee.id, "kind": "demerit", "date": "2026-06-10"}
        )
        award.with_user(self.officer).action_confirm()
        appeal = self.assigned(award_id=award.id)
        self.assertRefused("had a part", appeal.sudo()._check_outside, self.officer)
        appeal.action_accept("It was somebody else")
        self.assertEqual((award.state, appeal.state), ("reversed", "accepted"))

    def propose(self, **vals):
        return self.env["service.score.consequence"]._propose_all(
            [
                {
                    "company_id": self.company.id,
                    "employee_id": self.employee.id,
                    "kind": "warning",
                    "period_start": date(2026, 6, 1),
                    "period_end": date(2026, 6, 10),
                    "source_key": "test",
                    **vals,
                }
            ]
        )

    def test_who_had_a_part_in_the_ground_of_a_consequence(self):
        self.close(self.sheet)
        award = self.env["service.score.award"].create(
            {"employee_id": self.employee.id, "kind": "demerit", "date": "2026-06-10"}
        )
        award.with_user(self.manager).action_confirm()
        one = self.propose(sheet_ids=[Command.set(self.sheet.ids)], award_ids=[Command.set(award.ids)])
        other = self.person("score_other_hr", "service_scoring.group_hr")
        one.with_user(other).action_approve()
        appeal = self.file(consequence_id=one.id)
        # confirmed the sheet, its entries, the demerit; approved the consequence
        for user in (self.hr, self.officer, self.manager, other):
            with self.subTest(user.login):
                self.assertRefused("had a part", appeal._check_outside, user)
        appeal._check_outside(self.judge)

    def test_without_a_notice_the_term_of_a_consequence_begins_with_the_decision(self):
        one = self.propose()
        one.with_user(self.officer).action_approve()
        with freeze_time(datetime(2026, 6, 19, 9) + SECOND):
            self.assertRefused("possible to appeal until", self.file, consequence_id=one.id)
            one.with_user(self.officer).notified_at = date(2026, 6, 19)
            self.assertFalse(self.file(consequence_id=one.id).is_late)

    def test_a_corrected_entry_keeps_its_award(self):
        mild = {"points": 1, "points_max": 3, "points_mode": "range", "award_kind": "warning"}
        book = self.activated(code="scheme", is_award_scheme=True, rules={"warn": mild})
        award = self.env["service.score.award"].create(
            {
                "employee_id": self.employee.id,
                "kind": "warning",
                "date": "2026-06-10",
                "rule_id": book.rule_ids.filtered("award_kind").id,
                "reason": "Late",
            }
        )
        award.with_user(self.officer).action_confirm()
        entry = award.entry_id
        appeal = self.assigned(entry_ids=entry.ids)
        self.assertRefused("each one by itself", appeal.action_partly, "Half", {entry.id: {"quantity": 0.5}})
        appeal.action_partly("Less", {entry.id: {"quantity": 1}})
        correction = appeal.counter_ids - entry.reversed_by_id
        renewed = self.env["service.score.award"].search([("entry_id", "=", correction.id)])
        self.assertEqual((award.state, renewed.state, renewed.kind), ("reversed", "confirmed", "warning"))
        self.assertEqual(
            (renewed.reason, correction.res_id, correction.source_key),
            ("Late", renewed.id, f"service.score.award,{renewed.id}"),
        )

    def test_the_money_of_what_a_consequence_brought(self):
        book = self.activated(
            code="scheme", is_award_scheme=True, rules={"warn": {"points": 2, "award_kind": "warning"}}
        )
        one = self.propose()
        one.with_user(self.officer).action_approve()
        entry = self.env["service.score.award"].search([("consequence_id", "=", one.id)]).entry_id
        self.assertEqual(entry.points, -2)
        sheet = self.make(book=book)
        sheet.with_user(self.officer).action_publish()
        appeal = self.assigned(consequence_id=one.id)
        self.assertIn("appeal", sheet._get_hold_reasons()[sheet.id])
        appeal.action_accept("It was somebody else")
        self.assertEqual((appeal.counter_ids.reversal_of_id, sheet.score), (entry, 0))

    def test_a_consequence(self):
        consequence = self.propose()
        self.assertRefused("does not hold yet", self.file, self.hr, consequence_id=consequence.id)
        consequence.with_user(self.officer).action_approve()
        self.assertEqual(consequence._get_told_at(), FILED)
        consequence.with_user(self.officer).notified_at = date(2026, 6, 10)
        self.assertEqual(consequence._get_told_at(), datetime(2026, 6, 10, 15, 59, 59))
        appeal = self.assigned(consequence_id=consequence.id)
        self.assertRefused("had a part", appeal.sudo()._check_outside, self.officer)
        appeal.action_accept("It was somebody else")
        award = self.env["service.score.award"].search([("consequence_id", "=", consequence.id)])
        self.assertEqual((consequence.state, award.kind, award.state), ("rejected", "warning", "reversed"))
        self.assertIn(appeal.name, str(consequence.message_ids.mapped("body")))

    # Messages and erasure
    def messages(self, appeal, template):
        rows = self.env["service.message"].search(
            [("key", "=like", f"score_appeal/{appeal.id}/%"), ("template", "=", f"score_appeal_{template}")]
        )
        return set(rows.mapped("partner_id.name"))

    def remind(self):
        with self.enter_registry_test_mode():
            self.env.ref("service_scoring.cron_score_appeal").method_direct_trigger()
        self.env.invalidate_all()

    def test_who_is_told_and_reminded_once(self):
        with freeze_time(datetime(2026, 6, 12, 3)):
            appeal = self.file()
        hr = {self.hr.name, self.chief.user_id.name}
        self.assertLessEqual(hr, self.messages(appeal, "filed"))
        with freeze_time(appeal.warn_at - SECOND):
            self.remind()
        self.assertFalse(self.messages(appeal, "warning"))
        with freeze_time(appeal.warn_at):
            self.remind()
        self.assertLessEqual(hr, self.messages(appeal, "warning"))
        appeal.with_user(self.hr).action_assign(self.judge)
        self.assertEqual(self.messages(appeal, "assigned"), {self.judge.name})
        with freeze_time(appeal.deadline):
            self.remind()
        self.assertFalse(self.messages(appeal, "overdue"))
        with freeze_time(appeal.deadline + SECOND):
            appeal.invalidate_recordset()
            self.assertIn(appeal, self.Appeal.search([("is_overdue", "=", True)]))
            self.remind()
            self.remind()
        self.assertLessEqual(hr | {self.judge.name}, self.messages(appeal, "overdue"))
        appeal.with_user(self.judge).action_reject("No")
        self.assertEqual(self.messages(appeal, "decided"), {self.user.name})
        self.assertEqual(
            len(self.env["service.message"].search([("key", "=", f"score_appeal/{appeal.id}/decided")])), 1
        )

    def test_erasure(self):
        file = self.env["ir.attachment"].with_user(self.user).create({"name": "leave.txt", "raw": b"x"})
        appeal = self.assigned(sheet_id=self.sheet.id, entry_ids=self.five.ids, attachment_ids=file.ids)
        self.assertEqual(file.with_user(self.judge).raw, b"x")
        appeal.message_post(body="Her doctor says so")
        appeal.action_accept("She was at the doctor's")
        self.employee.with_user(self.hr).action_anonymise_scores()
        appeal = appeal.sudo()
        self.assertFalse(appeal.text or appeal.decision or appeal.attachment_ids or file.exists())
        self.assertNotIn("doctor", str(appeal.message_ids.mapped("body")))
        self.assertEqual((appeal.state, appeal.counter_ids.reversal_of_id), ("accepted", self.five))

    def test_erasure_closes_an_open_appeal(self):
        appeal = self.assigned()
        self.assertIn("appeal", self.sheet._get_hold_reasons()[self.sheet.id])
        self.employee.with_user(self.hr).action_anonymise_scores()
        appeal = appeal.sudo()
        self.assertEqual((appeal.state, appeal.text), ("withdrawn", False))
        self.assertIn("erased before anybody decided", appeal.decision)
        self.assertNotIn("appeal", self.sheet._get_hold_reasons()[self.sheet.id])
        self.assertEqual(self.messages(appeal, "erased"), {self.judge.name})
