from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .entry_common import DAY, EntryCase


@tagged("post_install", "-at_install")
class TestEntryConfirm(EntryCase):
    """A person confirms what people enter, and is told what is wrong."""

    def refused(self, entry, words, user=None):
        with self.assertRaisesRegex(UserError, words):
            (entry.with_user(user) if user else entry).action_confirm()
        self.assertEqual(entry.state, "draft")

    def test_an_entry_shows_what_it_costs_before_and_keeps_it_after(self):
        entry = self.entry(quantity=3, description="Late three times")
        self.assertEqual((entry.points, entry.state, entry.department_id), (-3, "draft", self.kitchen))
        self.assertEqual(entry.reported_by_id, self.officer)
        self.assertFalse(entry.effective_date)
        entry.action_confirm()
        self.assertEqual(entry.state, "confirmed")
        self.assertEqual((entry.points, entry.points_each, entry.factor), (-3, 1, 1))
        self.assertEqual(str(entry.effective_date), DAY)
        self.assertFalse(entry.is_adjustment)
        self.assertEqual((entry.confirmed_by_id, entry.confirmed_uid), (self.officer, self.officer.id))
        self.assertEqual(entry.rule_text, "3.1 late")
        self.assertTrue(entry.note_digest)
        self.assertRegex(entry.name, r"^SCE/\d{4}/\d{5}$")

    def test_circumstances_and_quantity_multiply_without_drift(self):
        harm = self.rule_of("late").multiplier_ids
        entry = self.entry(multiplier_ids=[Command.set(harm.ids)], quantity=0.1)
        self.assertEqual(entry.points, -0.2)
        entry.action_confirm()
        self.assertEqual((entry.points, entry.factor), (-0.2, 2))
        rows = self.entry(quantity=0.1) | self.entry(quantity=0.2)
        rows.action_confirm()
        ((total,),) = self.Entry._read_group([("id", "in", rows.ids)], [], ["points:sum"])
        self.assertEqual(total, -0.3)

    def test_a_reward_is_positive_and_a_share_has_no_points(self):
        self.assertEqual(self.confirmed("praise").points, 3)
        share = self.confirmed("hidden")
        self.assertEqual((share.points, share.share), (0, 50))
        self.assertEqual(self.confirmed("hidden", share=100).share, 100)

    def test_why_says_how_the_points_came_about(self):
        entry = self.confirmed("rude", points_each=3, points_reason="In front of guests", quantity=2)
        (said,) = entry.get_explanation()
        self.assertEqual((said["title"], said["value"]), ("Points", "-6.00"))
        self.assertIn("rude", said["how"])
        facts = {fact["label"]: fact["text"] for fact in said["facts"]}
        self.assertEqual(facts, {"Quantity": "2", "Points each": "3"})

    def test_nobody_confirms_an_entry_about_themselves(self):
        own = self.employee_of(self.officer)
        self.refused(self.entry(employee=own), "about themselves")
        self.entry(employee=own, user=self.hr).with_user(self.hr).action_confirm()

    def test_four_eyes_where_the_book_says_so(self):
        book = self.make_house_book(code="strict", four_eyes=True)
        rule = self.rule_of("late", book)
        self.refused(self.entry(rule_id=rule.id), "second person")
        # who entered it in somebody else's name does not get around it
        self.refused(self.entry(rule_id=rule.id, reported_by_id=self.hr.id), "second person")
        entry = self.entry(rule_id=rule.id)
        entry.with_user(self.hr).action_confirm()
        self.assertEqual(entry.confirmed_by_id, self.hr)

    def test_a_rule_that_needs_evidence(self):
        entry = self.entry("theft")
        self.refused(entry, "evidence")
        entry.evidence_ids = self.photo()
        entry.action_confirm()
        self.assertEqual(entry.evidence_ids.res_id, entry.id)

    def photo(self, name="till.png"):
        return self.env["ir.attachment"].with_user(self.officer).create({"name": name, "raw": b"photo"})

    def test_an_incident_of_thirty_days_ago_is_taken_and_of_thirty_one_is_not(self):
        book = self.make_house_book(code="open", valid_from=False, valid_to=False)
        rule = self.rule_of("old", book)
        today = self.Entry._get_entry_day(self.entry())
        self.refused(self.entry(rule_id=rule.id, date=today - timedelta(days=31)), "31 days")
        self.refused(self.entry(rule_id=rule.id, date=today + timedelta(days=1)), "future")
        (
            self.entry(rule_id=rule.id, date=today - timedelta(days=30))
            | self.entry(rule_id=rule.id, date=today)
        ).action_confirm()

    def test_the_first_and_last_day_of_the_rule_book(self):
        self.refused(self.entry(date="2023-12-31"), "not in force on 12/31/2023")
        self.refused(self.entry(date="2025-01-01"), "not in force")
        (self.entry(date="2024-01-01") | self.entry(date="2024-12-31")).action_confirm()

    def test_a_draft_book_and_an_archived_rule_cost_nothing(self):
        draft = self.rule_of("attendance", self.book)
        self.refused(self.entry(rule_id=draft.id), "not in force yet")
        self.refused(self.entry("unused"), "archived")

    def test_the_least_points_and_more_with_a_reason(self):
        self.refused(self.entry("rude", points_each=1.99), "at least 2")
        self.refused(self.entry("rude", points_each=2.01), "reason")
        self.assertEqual(self.confirmed("rude").points, -2)
        self.assertEqual(self.confirmed("rude", points_each=2).points, -2)
        reason = {"points_each": 2.01, "points_reason": "A guest left"}
        self.assertEqual(self.confirmed("rude", **reason).points, -2.01)

    def test_points_within_a_range(self):
        self.refused(self.entry("paper", points_each=0.49), "at least 0.5")
        self.refused(self.entry("paper", points_each=1.01), "at most 1")
        self.assertEqual(self.confirmed("paper", points_each=0.5).points, -0.5)
        self.assertEqual(self.confirmed("paper", points_each=1).points, -1)

    def test_fixed_points_and_signs(self):
        self.refused(self.entry(points_each=2), "has 1 points")
        self.refused(self.entry("rude", points_each=-2), "without a sign")

    def test_a_share_out_of_its_range(self):
        self.refused(self.entry("hidden", share=49), "from 50 to 100")
        self.refused(self.entry("hidden", share=101), "from 50 to 100")

    def test_circumstances_of_another_rule(self):
        harm = self.rule_of("late").multiplier_ids
        self.refused(self.entry("rude", multiplier_ids=[Command.set(harm.ids)]), "another rule")

    def test_an_entry_without_whose_score_it_is(self):
        nobody = self.env["hr.employee"]
        self.refused(self.entry(employee=nobody), "choose the employee")
        units = self.make_house_book(code="units", carrier="department")
        rule = self.rule_of("late", units)
        self.refused(self.entry(employee=nobody, rule_id=rule.id), "choose the department")
        self.entry(employee=nobody, rule_id=rule.id, department_id=self.hall.id).action_confirm()

    def test_the_unit_is_that_of_the_day(self):
        self.worker.create_version({"date_version": "2024-10-01", "department_id": self.hall.id})
        self.assertEqual(self.entry(date="2024-09-30").department_id, self.kitchen)
        self.assertEqual(self.entry(date="2024-10-01").department_id, self.hall)
        entry = self.entry(date="2024-09-30")
        entry.date = "2024-10-01"
        self.assertEqual(entry.department_id, self.hall)

    def test_in_bulk_the_good_ones_are_confirmed_and_the_others_named(self):
        good, bad = self.entry(), self.entry("theft")
        result = (good | bad).action_confirm_selected()
        self.assertEqual((good.state, bad.state), ("confirmed", "draft"))
        self.assertIn("1 confirmed, 1 left", result["params"]["title"])
        self.assertIn(bad.name, result["params"]["message"])
        with self.assertRaisesRegex(UserError, "evidence"):
            (self.entry() | bad).action_confirm()
        self.assertIs(self.entry().action_confirm_selected(), True)

    def test_confirming_twice_is_refused(self):
        entry = self.confirmed()
        with self.assertRaisesRegex(UserError, "decided already"):
            entry.action_confirm()

    def test_hearing_keeps_who_when_and_what_was_said(self):
        entry = self.entry()
        self.assertIn("has not been heard", entry.warning)
        wizard = self.env["service.score.entry.hear"].with_user(self.officer)
        action = entry.action_hear()
        dialog = wizard.with_context(**action["context"]).create({"statement": "The bus was late"})
        dialog.action_record()
        self.assertEqual((entry.statement, entry.heard_by_id), ("The bus was late", self.officer))
        self.assertEqual(entry.heard_at, dialog.heard_at)
        self.assertNotIn("has not been heard", entry.warning)
        entry.action_confirm()
        with self.assertRaisesRegex(UserError, "decided already"):
            entry._hear("Something else")

    def test_a_hearing_is_after_what_happened_and_not_in_the_future(self):
        """Days are the company's: in Shanghai 5 September begins at 16:00 UTC of the 4th."""
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        entry = self.entry()
        with freeze_time("2024-09-06 01:00:00"):
            for at, words in (("2024-09-04 15:59:59", "before"), ("2024-09-06 01:00:01", "future")):
                with self.assertRaisesRegex(UserError, words):
                    entry._hear("Something", fields.Datetime.to_datetime(at))
            for at in ("2024-09-04 16:00:00", "2024-09-06 01:00:00"):
                entry._hear("The bus was late", fields.Datetime.to_datetime(at))
                self.assertEqual(str(entry.heard_at), at)

    def test_warnings_of_adoption_and_acknowledgement(self):
        entry = self.entry()
        self.assertIn("had not acknowledged", entry.warning)
        self.house._acknowledge(self.worker, "signed", "2024-09-06")
        entry.invalidate_recordset(["warning"])
        self.assertIn("had not acknowledged", entry.warning)
        self.house.acknowledgement_ids.date = "2024-09-05"
        entry.invalidate_recordset(["warning"])
        self.assertNotIn("had not acknowledged", entry.warning)
        self.house.adopted_on = False
        entry.invalidate_recordset(["warning"])
        self.assertIn("does not say how and when", entry.warning)

    def test_rejecting_needs_a_reason(self):
        entry = self.entry()
        with self.assertRaisesRegex(UserError, "reason"):
            entry.action_reject(" ")
        entry.action_reject("It was a misunderstanding")
        self.assertEqual((entry.state, entry.reject_reason), ("rejected", "It was a misunderstanding"))
        with self.assertRaisesRegex(UserError, "decided already"):
            entry.action_confirm()

    def test_only_officers_decide(self):
        entry = self.entry(employee=self.other)
        for step in (
            entry.with_user(self.user).action_confirm,
            entry.with_user(self.user).action_confirm_selected,
            lambda: entry.with_user(self.user).action_reject("No"),
            lambda: entry.with_user(self.user)._hear("No"),
        ):
            with self.assertRaises(AccessError):
                step()

    def test_what_steps_decide_is_not_taken_from_anybody(self):
        entry = self.entry(
            state="confirmed", points=-50, confirmed_by_id=self.hr.id, seal_no=1, source_key="x", occurrence=9
        )
        self.assertEqual((entry.state, entry.points, entry.occurrence), ("draft", -1, 0))
        self.assertFalse(entry.confirmed_by_id or entry.seal_no or entry.source_key)
        entry.write({"points": -50, "heard_at": "2024-09-09 00:00:00", "quantity": 2})
        self.assertEqual((entry.points, entry.heard_at), (-2, False))
        with self.assertRaisesRegex(UserError, "buttons"):
            entry.write({"state": "confirmed"})

    def test_many_are_confirmed_with_a_fixed_number_of_queries(self):
        def confirm(count):
            rows = self.Entry.create(
                [
                    {
                        "rule_id": self.rule_of(("late", "again")[number % 2]).id,
                        "employee_id": (self.worker | self.other)[number // 2 % 2].id,
                        "date": DAY,
                        "description": f"Number {number}",
                    }
                    for number in range(count)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows.action_confirm()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        confirm(8)
        few, many = confirm(8), confirm(80)
        self.assertLessEqual(many, few + 2)
        self.assertLessEqual(many, 60)
