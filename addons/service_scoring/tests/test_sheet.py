from datetime import date

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .sheet_common import JUNE, SheetCase

JULY = date(2026, 7, 10)


@tagged("post_install", "-at_install")
class TestSheet(SheetCase):
    def test_the_hotel_at_twenty_points_and_above(self):
        """HOTEL-FINE-01, on both sides of the boundary."""
        self.enter("point", 19.99)
        self.assertEqual(self.make().fine_amount, 199.9)
        self.enter("point", 0.01)
        sheet = self.make()
        self.assertEqual((sheet.points_deducted, sheet.fine_amount), (20, 200))
        self.enter("point", 0.01)
        self.assertEqual(self.make(), sheet)
        self.assertEqual((sheet.points_deducted, sheet.fine_amount), (20.01, 400.2))

    def test_sums_do_not_drift(self):
        for _number in range(3):
            self.enter("point", 0.1)
        self.assertEqual(self.make().points_deducted, 0.3)
        self.assertEqual(self.make().fine_amount, 3)

    def test_lines_say_what_counts(self):
        entry = self.enter("point", 2)
        self.enter("plus", 3)
        sheet = self.make()
        self.assertEqual(sheet.line_ids.mapped("applied_points"), [-2, 3])
        self.assertEqual(sheet.line_ids[0].entry_id, entry)
        self.assertEqual((sheet.points_rewarded, sheet.score), (3, 1))
        self.assertEqual((sheet.date_from, sheet.date_to), (date(2026, 6, 1), date(2026, 6, 30)))
        self.assertEqual(sheet.name, "sheet 2026-06")

    def test_shares_are_taken_last_of_what_is_left(self):
        """Q-03"""
        book = self.activated(code="quarter", period="quarter", base_score=100, has_floor=True)
        self.enter("half", book=book)
        self.enter("point", 20, book=book, day=date(2026, 5, 4))
        sheet = self.make(book=book)
        self.assertEqual((sheet.score, sheet.points_deducted, sheet.name), (40, 60, "quarter 2026-Q2"))
        share = sheet.line_ids.filtered(lambda line: line.reason == "share")
        self.assertEqual(share.reason_text, "50 % of the 80 points left")
        self.enter("half", book=book, share=60)
        self.assertEqual(self.make(book=book).score, 0)

    def test_an_allowance_is_withheld_once(self):
        """Q-31: each entry is still on the sheet."""
        self.set_wage(self.employee, 300, component=self.allowance)
        self.enter("allowance")
        self.assertEqual(self.make().withheld_amount, 300)
        self.enter("allowance")
        sheet = self.make()
        self.assertEqual((sheet.withheld_amount, len(sheet.line_ids)), (300, 2))

    def test_an_allowance_that_another_sheet_withholds(self):
        self.set_wage(self.employee, 300, component=self.allowance)
        other = self.activated(code="other")
        self.enter("allowance")
        self.enter("allowance", book=other)
        self.assertEqual(self.make(book=other).withheld_amount, 300)
        self.close(self.make())
        self.assertEqual(self.make(book=other).withheld_amount, 0)

    def test_withheld_shares_of_the_books_bonus(self):
        book = self.activated(code="bonus", bonus_base=800)
        self.enter("allowance", book=book)
        self.assertEqual(self.make(book=book).withheld_amount, 800)

    def test_rewards_in_money(self):
        book = self.activated(code="money", reward_amount=2.5)
        self.enter("plus", 3, book=book)
        sheet = self.make(book=book)
        self.assertEqual((sheet.bonus_amount, sheet.cut_amount, sheet.pay_after), (7.5, 0, 5007.5))

    # what may happen once, and what comes late
    def test_the_same_inputs_give_the_same_bytes(self):
        """S3"""
        self.enter("point", 3)
        self.enter("plus", 1)
        sheet = self.make()
        before = self.snapshot(sheet)
        self.assertEqual(self.snapshot(self.make()), before)
        sheet.sudo().unlink()
        again = self.snapshot(self.make())
        self.assertEqual(again, before)
        self.enter("point", 1)
        self.assertNotEqual(self.snapshot(self.make())[0], before[0])

    def snapshot(self, sheet):
        pay = sheet.sudo().pay_ids
        names = ("points_deducted", "points_rewarded", "score", "fine_amount", "cut_amount", "pay_after")
        lines = [(line.entry_id.id, line.applied_points, line.reason) for line in sheet.line_ids]
        return sheet.inputs_hash, pay.inputs_hash, pay.facts, lines, [sheet[name] for name in names]

    def test_a_sheet_whose_inputs_are_the_same_is_not_written(self):
        self.enter("point", 3)
        sheet = self.make().sudo()
        lines, written = sheet.line_ids.ids, sheet.write_date
        self.make()
        sheet.invalidate_recordset()
        self.assertEqual((sheet.line_ids.ids, sheet.write_date), (lines, written))

    def test_a_late_entry_becomes_an_adjustment_of_the_next_period(self):
        self.enter("point", 5)
        june = self.close(self.make())
        late = self.enter("point", 2)
        self.assertTrue(late.is_adjustment)
        self.assertEqual(self.make(), june)
        self.assertEqual((june.points_deducted, june.fine_amount), (5, 50))
        july = self.make(day=JULY)
        self.assertEqual((july.points_deducted, july.fine_amount), (2, 20))
        self.assertEqual(july.line_ids.entry_id, late)
        self.assertEqual(july.line_ids.reason_text, "Of a closed period, counted in this one")

    def test_an_entry_reversed_in_its_period_does_not_count(self):
        self.enter("point", 5).with_user(self.officer).action_reverse("Mistaken")
        sheet = self.make()
        self.assertEqual((sheet.points_deducted, sheet.fine_amount), (0, 0))
        self.assertEqual(sheet.line_ids.mapped("reason"), ["reversed", "reversed"])

    def test_an_entry_reversed_later_gives_back_what_it_cost(self):
        """15 points at 10 are left of 21 at 20: the difference is given back."""
        self.enter("point", 15)
        wrong = self.enter("point", 6)
        june = self.close(self.make())
        self.assertEqual(june.fine_amount, 420)
        wrong.with_user(self.officer).action_reverse("Mistaken")
        july = self.make(day=JULY)
        self.assertEqual((july.points_adjusted, july.score, july.points_deducted), (6, 6, 0))
        self.assertEqual((july.fine_amount, july.cut_amount, july.pay_after), (-270, -270, 5270))
        self.assertEqual(july.line_ids.reason_text, "Takes back an entry of sheet 2026-06")
        self.close(july)
        self.assertEqual(self.make(), june)
        self.assertEqual((june.fine_amount, june.score), (420, -21))
        self.assertEqual(self.make(day=date(2026, 8, 1)).fine_amount, 0)

    def test_two_entries_reversed_in_different_months(self):
        first, second = self.enter("point", 15), self.enter("point", 6)
        self.close(self.make())
        first.with_user(self.officer).action_reverse("Mistaken")
        july = self.close(self.make(day=JULY))
        self.assertEqual(july.fine_amount, 60 - 420)
        second.with_user(self.officer).action_reverse("Mistaken")
        self.assertEqual(self.make(day=date(2026, 8, 1)).fine_amount, -60)

    def test_what_was_written_off_is_not_given_back(self):
        book = self.activated(code="off", rest_policy="write_off")
        self.set_wage(self.employee, 1000, day=date(2026, 6, 1))
        wrong = self.enter("point", 30, book=book)
        june = self.close(self.make(book=book))
        self.assertEqual((june.cut_amount, june.written_off, june.carried_out), (200, 400, 0))
        wrong.with_user(self.officer).action_reverse("Mistaken")
        self.assertEqual(self.make(book=book, day=JULY).fine_amount, -200)

    # steps
    def test_steps(self):
        sheet = self.make()
        self.assertEqual(sheet.state, "draft")
        sheet.with_user(self.officer).action_publish()
        self.assertEqual(sheet.state, "published")
        with self.assertRaisesRegex(UserError, "published already"):
            sheet.with_user(self.officer).action_publish()
        sheet.with_user(self.officer).action_reset()
        self.assertEqual((sheet.state, sheet.published_at), ("draft", False))
        self.close(sheet)
        self.assertEqual((sheet.state, sheet.confirmed_by_id), ("confirmed", self.hr))
        for step in ("action_confirm", "action_reset"):
            with self.subTest(step), self.assertRaisesRegex(UserError, "stays as it is"):
                getattr(sheet.with_user(self.officer), step)()

    def test_confirming_counts_what_came_since_the_draft(self):
        sheet = self.make()
        entry = self.enter("point", 4)
        self.close(sheet)
        self.assertEqual((sheet.state, sheet.points_deducted), ("confirmed", 4))
        self.assertEqual(sheet.line_ids.entry_id, entry)

    def test_a_published_sheet_that_changed_is_shown_again_first(self):
        self.enter("point", 1)
        sheet = self.make()
        sheet.with_user(self.officer).action_publish()
        sheet.with_user(self.user).action_accept()
        self.enter("point", 4)
        message = sheet.with_user(self.officer).action_confirm()
        self.assertIn("0 confirmed, 1 changed", message["params"]["title"])
        self.assertEqual((sheet.state, sheet.answer, sheet.points_deducted), ("published", "none", 5))
        told = (
            self.env["service.message"]
            .sudo()
            .search([("res_model", "=", sheet._name), ("res_id", "=", sheet.id)])
        )
        self.assertEqual((len(told), told.user_id), (2, self.user))
        self.assertTrue(sheet.with_user(self.officer).action_confirm() is True)
        self.assertEqual(sheet.state, "confirmed")

    def test_a_period_is_confirmed_once_it_is_over(self):
        sheet = self.make()
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        with freeze_time("2026-06-30 15:59:59"), self.assertRaisesRegex(UserError, "06/30/2026.*day after"):
            self.close(sheet)
        with freeze_time("2026-06-30 16:00:00"):
            self.close(sheet)
        self.assertEqual(sheet.state, "confirmed")

    def test_nobody_confirms_the_own_sheet(self):
        me = self.employee_of(self.officer)
        sheet = self.make(employee=me)
        with self.assertRaisesRegex(UserError, "your own"):
            sheet.with_user(self.officer).action_confirm()
        self.assertEqual(sheet.state, "draft")

    def test_only_officers_make_publish_and_confirm(self):
        with self.assertRaisesRegex(AccessError, "Only officers"):
            self.book.with_user(self.user).generate_sheets(JUNE, self.employee)
        sheet = self.make()
        sheet.with_user(self.officer).action_publish()
        for step in ("action_publish", "action_confirm", "action_reset"):
            with self.subTest(step), self.assertRaisesRegex(AccessError, "Only officers"):
                getattr(sheet.with_user(self.user), step)()

    def test_a_draft_book_has_no_sheets(self):
        book = self.make_book(code="draft")
        with self.assertRaisesRegex(UserError, "put it in force"):
            book.with_user(self.manager).generate_sheets(JUNE, self.employee)

    # what is confirmed stays
    def test_a_confirmed_sheet_cannot_be_changed_or_deleted(self):
        self.enter("point", 4)
        sheet = self.close(self.make()).sudo()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            sheet.unlink()
        for record, vals in (
            (sheet, {"score": 1}),
            (sheet.pay_ids, {"cut_amount": 1}),
            (sheet.line_ids, {"applied_points": -1}),
        ):
            with (
                self.subTest(record=record),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(psycopg2.errors.IntegrityConstraintViolation, "append-only"),
                self.env.cr.savepoint(),
            ):
                record.write(vals)
                record.flush_recordset()
            record.invalidate_recordset()

    def test_the_version_of_the_last_day_judges_the_period(self):
        self.enter("point", 4, day=date(2026, 6, 15))
        new = self.book.action_new_version()
        new.write({"valid_from": date(2026, 6, 16), "base_score": 50})
        new.action_take_over()
        self.enter("point", 2, day=date(2026, 6, 16), book=new)
        sheet = self.make()
        self.assertEqual((sheet.rulebook_id, sheet.points_deducted, sheet.score), (new, 6, 44))
        self.assertEqual(self.make(book=new), sheet)
        self.assertEqual(self.make(day=date(2026, 5, 31)).rulebook_id, self.book)
        self.assertEqual(self.close(sheet).state, "confirmed")

    def test_the_ledger_is_sealed_before_sheets_are_made(self):
        entry = self.enter("point", 4)
        self.assertFalse(entry.seal_no)
        self.make()
        entry.invalidate_recordset()
        self.assertTrue(entry.seal_no)

    # who has a sheet
    def test_a_book_that_starts_from_nothing_has_sheets_of_those_with_entries(self):
        self.enter("point", 4)
        self.assertEqual(self.book.generate_sheets(JUNE).employee_id, self.employee)

    def test_a_book_with_a_start_has_sheets_of_everybody(self):
        book = self.activated(code="base", base_score=100)
        sheets = book.generate_sheets(JUNE)
        self.assertEqual(sheets.employee_id, self.employee | self.leader)
        self.assertEqual(sheets.mapped("score"), [100, 100])

    def test_the_wizard_makes_the_sheets_of_all_books_in_force(self):
        other = self.activated(code="other")
        ended = self.activated(code="ended", valid_to=date(2026, 6, 9))
        for book in (self.book, other):
            self.enter("point", 1, book=book)
        self.enter("point", 1, book=ended, day=date(2026, 6, 9))
        Wizard = self.env["service.score.sheet.generate"].with_user(self.officer).with_company(self.company)
        wizard = Wizard.create({"date": JUNE})
        self.assertEqual(wizard.rulebook_ids, self.book | other)
        action = wizard.action_generate()
        sheets = self.env["service.score.sheet"].search(action["domain"])
        self.assertEqual(sheets.rulebook_id, self.book | other)
        wizard.rulebook_ids = False
        with self.assertRaisesRegex(UserError, "No rule book is in force"):
            wizard.action_generate()

    def test_versions_of_a_book_share_the_period(self):
        self.enter("point", 4)
        self.make()
        self.book.valid_to = date(2026, 6, 20)
        action = self.book.action_new_version()
        new = self.book.search([("previous_id", "=", self.book.id)]) or self.book.browse(action["res_id"])
        new.valid_from = date(2026, 6, 21)
        new.action_activate()
        self.enter("point", 2, book=new, day=date(2026, 6, 25))
        sheet = self.make(book=new)
        self.assertEqual((sheet.rulebook_id, sheet.points_deducted), (new, 6))
