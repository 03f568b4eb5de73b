from datetime import date

import psycopg2

from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .score_common import ScoreCase


@tagged("post_install", "-at_install")
class TestRulebookVersion(ScoreCase):
    """Draft, in force, archived; what is in force is never edited, a new version is made of it."""

    def assertClosed(self, what, message="is not changed any more"):
        self.assertRefused(message, what)

    def test_a_draft_is_free(self):
        self.book.base_score = 100
        self.rule.write({"points": 2, "name": "Late"})
        self.rule.step_ids.unlink()
        self.book.unlink()
        self.assertFalse(self.book.exists())

    def test_nothing_of_a_version_in_force_is_edited(self):
        self.book.action_activate()
        for _state in ("active", "archived"):
            rule, bracket = self.rule, self.book.bracket_ids[0]
            self.assertClosed(lambda: self.book.write({"base_score": 1}))
            self.assertClosed(lambda: self.book.write({"name": "Other"}))
            self.assertClosed(lambda: self.book.write({"active": False}))
            self.assertClosed(lambda: self.book.write({"state": "draft"}))
            self.assertClosed(lambda: self.book.write({"code": "x", "valid_to": date(2026, 12, 31)}))
            self.assertClosed(lambda: self.book.write({"rule_ids": [Command.delete(self.rule.id)]}))
            self.assertClosed(self.book.unlink)
            for part, vals in (
                (rule, {"points": 9}),
                (rule, {"active": False}),
                (rule.step_ids, {"factor": 9}),
                (rule.multiplier_ids, {"factor": 9}),
                (bracket, {"amount": 9}),
            ):
                self.assertClosed(lambda part=part, vals=vals: part.write(vals))
                self.assertClosed(lambda part=part: part.unlink())
            self.assertClosed(rule.copy)
            hidden = self.book.with_context(active_test=False).rule_ids - rule
            self.assertClosed(lambda hidden=hidden: hidden.write({"active": True}))
            if self.book.state == "active":
                self.book.action_archive_version()
        self.assertEqual(self.book.state, "archived")
        self.assertEqual((self.rule.points, self.book.bracket_ids[0].amount), (1, 10))

    def test_texts_in_other_languages_are_closed_too(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.rule.update_field_translations("name", {"zh_CN": "考勤"})
        self.book.action_activate()
        self.assertClosed(lambda: self.rule.update_field_translations("name", {"zh_CN": "迟到"}))
        self.assertClosed(lambda: self.book.update_field_translations("name", {"zh_CN": "积分"}))
        self.assertEqual(self.rule.with_context(lang="zh_CN").name, "考勤")

    def test_parts_are_not_moved_into_or_out_of_a_version_in_force(self):
        draft = self.make_book(code="other")
        self.book.action_activate()
        self.assertClosed(lambda: self.rule.write({"rulebook_id": draft.id}))
        self.assertClosed(lambda: draft.rule_ids.write({"rulebook_id": self.book.id, "code": "moved"}))
        self.assertClosed(
            lambda: self.env["service.score.rule"].create(
                {"rulebook_id": self.book.id, "code": "new", "name": "New", "points": 1}
            )
        )

    def test_adoption_is_recorded_later(self):
        self.book.action_activate()
        self.book.write({"adopted_on": date(2026, 1, 5), "adopted_how": "congress"})
        self.book.message_post(body="Minutes are in the archive")
        self.assertEqual(self.book.adopted_how, "congress")

    def test_the_last_day_is_set_once(self):
        self.book.action_activate()
        self.book.valid_to = date(2026, 6, 30)
        self.book.valid_to = date(2026, 6, 30)
        self.assertClosed(lambda: self.book.write({"valid_to": date(2026, 7, 31)}), "is set already")
        self.assertClosed(lambda: self.book.write({"valid_to": False}), "is set already")

    def test_a_new_version_holds_everything(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.rule.update_field_translations("name", {"zh_CN": "考勤"})
        self.book.write({"pack_code": "hotel", "valid_from": date(2026, 1, 1)})
        self.rule.pack_code = "hotel"
        self.book.action_activate()
        version = self.book.with_user(self.manager).action_new_version()
        self.assertEqual((version.state, version.version, version.code), ("draft", 2, "hotel"))
        self.assertEqual(version.name, "Hotel points")
        self.assertEqual(version.previous_id, self.book)
        self.assertFalse(version.pack_code or version.rule_ids.pack_code)
        self.assertFalse(version.valid_from or version.valid_to or version.adopted_on)
        rules = version.with_context(active_test=False).rule_ids
        self.assertEqual(rules.mapped("code"), ["attendance", "hidden"])
        self.assertEqual(rules.mapped("active"), [True, False])
        self.assertEqual(rules[0].with_context(lang="zh_CN").name, "考勤")
        self.assertEqual(rules.step_ids.mapped("factor"), [1.5])
        self.assertEqual(rules.multiplier_ids.mapped("code"), ["harm"])
        self.assertEqual([version.compute_fine(points) for points in (20, 21)], [200, 420])
        rules[0].points = 2
        self.assertEqual(self.rule.points, 1)

    def test_one_draft_at_a_time(self):
        self.book.action_activate()
        version = self.book.action_new_version()
        self.assertClosed(self.book.action_new_version, "There is a draft")
        version.unlink()
        self.assertEqual(self.book.action_new_version().version, 2)

    def test_overlapping_versions_are_refused(self):
        self.book.valid_from = date(2026, 1, 1)
        self.book.action_activate()
        version = self.book.action_new_version()
        version.valid_from = date(2026, 7, 1)
        self.assertRefused("would both hold", version.action_activate)
        self.book.valid_to = date(2026, 7, 1)
        self.assertRefused("would both hold", version.action_activate)
        version.valid_from = date(2026, 7, 2)
        version.action_activate()
        Book = self.env["service.score.rulebook"]
        for day, book in (
            (date(2025, 12, 31), Book),
            (date(2026, 1, 1), self.book),
            (date(2026, 7, 1), self.book),
            (date(2026, 7, 2), version),
            (date(2030, 1, 1), version),
        ):
            self.assertEqual(Book._get_active(self.company, day), book, day)

    def test_a_new_version_takes_over(self):
        self.book.action_activate()
        version = self.book.action_new_version()
        self.assertClosed(version.action_take_over, "From which day on")
        version.valid_from = date(2026, 7, 1)
        version.action_take_over()
        self.assertEqual((self.book.valid_to, self.book.state), (date(2026, 6, 30), "active"))
        self.assertEqual(version.state, "active")

    def test_different_books_hold_side_by_side(self):
        other = self.make_book(code="other")
        (self.book | other).action_activate()
        found = self.env["service.score.rulebook"]._get_active(self.company, date(2026, 5, 1))
        self.assertEqual(found, self.book | other)

    def test_archived_versions_hold_no_more(self):
        self.book.action_activate()
        self.book.action_archive_version()
        Book = self.env["service.score.rulebook"]
        self.assertFalse(Book._get_active(self.company, date(2026, 5, 1)))
        self.assertClosed(self.book.action_archive_version, "is not in force")
        self.assertClosed(self.book.action_activate)

    def test_a_state_goes_through_its_step(self):
        made = self.make_book(code="ready", state="active")
        self.assertEqual((made.state, len(made.rule_ids)), ("active", 1))
        self.book.write({"state": "active"})
        self.assertClosed(lambda: self.rule.write({"points": 5}))

    def test_a_version_exists_once(self):
        with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"):
            self.make_book()
        with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"):
            self.rule.copy({"code": "attendance"})

    def test_a_copy_of_a_book_is_another_book(self):
        copy = self.book.copy()
        self.assertEqual((copy.code, copy.version), ("hotel (copy)", 1))
        self.assertEqual(copy.rule_ids.mapped("code"), ["attendance"])

    def test_a_manager_writes_a_book_on_the_screen(self):
        with Form(self.env["service.score.rulebook"].with_user(self.manager)) as form:
            form.name, form.code = "Shop", "shop"
            with form.bracket_ids.new() as bracket:
                bracket.points_to, bracket.amount = 5, 2
            with form.bracket_ids.new() as bracket:
                bracket.points_from, bracket.is_open_end, bracket.amount = 5, True, 3
            with form.rule_ids.new() as rule:
                rule.code, rule.name, rule.points = "s1", "Untidy", 0.5
                for occurrence in (2, 3):
                    with rule.step_ids.new() as step:
                        step.occurrence, step.factor = occurrence, occurrence
                with rule.multiplier_ids.new() as harm:
                    harm.name = "Serious harm"
        book = form.record
        self.assertEqual((book.company_id, book.pay_component_id.kind), (self.company, "performance"))
        self.assertEqual(book.compute_fine(6), 13)
        harm = book.rule_ids.multiplier_ids
        self.assertEqual(book.rule_ids._compute_points(1, multipliers=harm, occurrence=3)["points"], -3)
        book.action_activate()
        with Form(book) as form:
            form.adopted_on, form.adopted_how = date(2026, 1, 5), "union"
        self.assertEqual(book.adopted_how, "union")

    def test_periods(self):
        day = date(2026, 5, 26)
        for period, closing_day, expected in (
            ("month", 0, (date(2026, 5, 1), date(2026, 5, 31))),
            ("month", 25, (date(2026, 5, 26), date(2026, 6, 25))),
            ("quarter", 0, (date(2026, 4, 1), date(2026, 6, 30))),
            ("half", 0, (date(2026, 1, 1), date(2026, 6, 30))),
            ("year", 0, (date(2026, 1, 1), date(2026, 12, 31))),
        ):
            self.book.write({"period": period, "closing_day": closing_day})
            self.assertEqual(self.book._period_of(day), expected)
        self.assertEqual(self.book._next_period(day), (date(2027, 1, 1), date(2027, 12, 31)))

    def test_fines_act_on_performance_pay_unless_chosen(self):
        component = self.book.pay_component_id
        self.assertEqual((component.kind, component.company_id), ("performance", self.company))
        self.assertFalse(self.book.pay_component_warning)
        self.book.pay_component_id = component.search(
            [("company_id", "=", self.company.id), ("kind", "=", "basic")]
        )
        self.assertIn("Labour law", self.book.pay_component_warning)
