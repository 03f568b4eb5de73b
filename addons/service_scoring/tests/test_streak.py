from datetime import date

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .sheet_common import SheetCase

MONTHS = [date(2025, month, 10) for month in range(1, 13)] + [date(2026, month, 10) for month in range(1, 13)]


@tagged("post_install", "-at_install")
class TestStreak(SheetCase):
    """Confirming a sheet judges what holds over several periods, in the same transaction."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grade_c, cls.grade_b = cls.env["service.score.grade"].create(
            [
                {"code": code, "name": f"Grade {code}", "company_id": cls.company.id, "sequence": number}
                for number, code in enumerate("CB")
            ]
        )
        cls.target = cls.env["service.score.target"].create(
            {
                "code": "SALES",
                "name": "Sales",
                "company_id": cls.company.id,
                "value": 100,
                "valid_from": "2025-01-01",
            }
        )
        cls.book = cls.activated(
            code="streaks",
            streak_ids=[
                Command.create({"code": code, "name": code, **streak})
                for code, streak in {
                    "over": {
                        "mode": "sliding_sum",
                        "periods": 3,
                        "comparison": "gt",
                        "threshold": 50,
                        "kind": "dismissal",
                    },
                    "clean": {
                        "measure": "no_deduction",
                        "full_periods_only": True,
                        "restart": True,
                        "kind": "days_off",
                        "days": 2,
                        "valid_months": 2,
                    },
                    "clean3": {
                        "measure": "no_deduction",
                        "periods": 3,
                        "restart": True,
                        "kind": "award",
                        "award_text": "Study stay",
                    },
                    "low": {
                        "measure": "value",
                        "target_code": "SALES",
                        "comparison": "lt",
                        "threshold": 100,
                        "periods": 3,
                        "kind": "persuaded_resignation",
                        "alternative": "Dismissal",
                    },
                    "review": {
                        "measure": "value",
                        "target_code": "SALES",
                        "mode": "period_sum",
                        "comparison": "ge",
                        "threshold": 1500,
                        "periods": 6,
                        "kind": "grade_change",
                        "grade_from_id": cls.grade_c.id,
                        "grade_to_id": cls.grade_b.id,
                    },
                }.items()
            ],
        )

    def month(self, day, points=0, employee=None):
        """Close the month of a day with so many points deducted; return its sheet."""
        if points:
            self.enter("point", points, employee=employee, day=day)
        sheet = self.make(employee, day)
        return self.close(sheet)

    def found(self, code, employee=None):
        return (
            self.env["service.score.consequence"]
            .sudo()
            .search(
                [("employee_id", "=", (employee or self.employee).id), ("rule_code", "=", code)], order="id"
            )
        )

    def periods(self, code, employee=None):
        return [(one.period_start.month, one.period_end.month) for one in self.found(code, employee)]

    def result(self, day, value, employee=None, confirm=True):
        result = (
            self.env["service.score.result"]
            .sudo()
            .create(
                {
                    "target_id": self.target.id,
                    "employee_id": (employee or self.employee).id,
                    "date_from": day,
                    "value": value,
                    "is_known": True,
                }
            )
        )
        if confirm:
            result.with_user(self.hr).action_confirm()
        return result

    def test_the_sum_of_three_months(self):
        """HOTEL-DIS-01: exactly 50 does not; 51 does; one proposal a run, across the year's end."""
        for day, points in zip(MONTHS[9:12], (20, 20, 10), strict=True):
            self.month(day, points)
        self.assertFalse(self.found("over"))
        self.month(MONTHS[12], 21)
        proposed = self.found("over")
        self.assertEqual(
            (proposed.kind, proposed.state, proposed.period_start, proposed.period_end),
            ("dismissal", "proposed", date(2025, 11, 1), date(2026, 1, 31)),
        )
        self.assertEqual(proposed.sheet_ids.mapped("points_deducted"), [20, 10, 21])
        (said,) = proposed.with_user(self.officer).get_explanation()
        self.assertEqual(said["value"], "Dismissal")
        texts = {fact["label"]: fact["text"] for fact in said["facts"]}
        self.assertEqual((texts["Found"], texts["Limit"]), ("51", "More Than 50"))
        self.month(MONTHS[13], 20)
        self.assertEqual(self.found("over"), proposed)

    def test_what_is_given_back_counts_in_the_open_period(self):
        """S5: a counter-entry to a closed month lowers the sum of the month in which it is made."""
        first = self.enter("point", 30, day=MONTHS[0])
        self.close(self.make(day=MONTHS[0]))
        first.with_user(self.officer).action_reverse("A mistake")
        self.month(MONTHS[1], 40)
        self.assertEqual(self.make(day=MONTHS[1]).points_adjusted, 30)
        self.assertFalse(self.found("over"))
        self.month(MONTHS[2], 11)
        self.assertEqual(self.periods("over"), [(1, 3)])

    def test_clean_months(self):
        """HOTEL-RWD-01, Q-19; HOTEL-RWD-02, Q-20: each clean month; every three in a row."""
        for day, points in zip(MONTHS, (0, 0, 0, 0, 0, 1, 0), strict=False):
            self.month(day, points)
        self.assertEqual(self.periods("clean"), [(one, one) for one in (1, 2, 3, 4, 5, 7)])
        days = self.found("clean")[0]
        self.assertEqual(
            (days.kind, days.days, days.usable_from, days.usable_to),
            ("days_off", 2, date(2025, 2, 1), date(2025, 3, 31)),
        )
        self.assertEqual(self.periods("clean3"), [(1, 3)])
        self.month(MONTHS[7])
        self.month(MONTHS[8])
        self.assertEqual(self.periods("clean3"), [(1, 3), (7, 9)])
        self.assertEqual(self.found("clean3").mapped("award_text"), ["Study stay"] * 2)

    def test_months_in_which_somebody_joined_are_not_whole(self):
        """Q-19: worked the whole month; a month without a sheet is unknown, and breaks a run."""
        new = self.env["hr.employee"].create(
            {
                "name": "New",
                "company_id": self.company.id,
                "date_version": "2025-03-03",
                "contract_date_start": "2025-03-03",
            }
        )
        self.month(MONTHS[2], employee=new)
        self.month(MONTHS[3], employee=new)
        self.month(MONTHS[5], employee=new)
        self.assertEqual(self.periods("clean", new), [(4, 4), (6, 6)])
        self.assertFalse(self.found("clean3", new))
        self.month(MONTHS[4], employee=new)
        self.assertEqual(self.periods("clean3", new), [(3, 5)])

    def test_everybody_has_a_sheet_where_a_clean_month_earns_something(self):
        sheets = self.book.with_user(self.hr).generate_sheets(MONTHS[0])
        self.assertIn(self.employee, sheets.employee_id)
        self.assertIn(self.leader, sheets.employee_id)

    def test_targets_missed(self):
        """HOTEL-DIS-02: exactly the floor is not below it; unknown is not zero."""
        for day, value in zip(MONTHS, (99, 99, 100, 99.99, 99), strict=False):
            self.result(day, value)
            self.month(day)
        self.month(MONTHS[5])
        self.assertFalse(self.found("low"))
        self.result(MONTHS[5], 0)
        proposed = self.found("low")
        self.assertEqual(self.periods("low"), [(4, 6)])
        self.assertEqual((proposed.kind, proposed.alternative), ("persuaded_resignation", "Dismissal"))
        self.assertEqual(sorted(proposed.result_ids.mapped("value")), [0, 99, 99.99])
        last = proposed.result_ids.sorted("date_from")[-1]
        last.with_user(self.manager).action_reset()
        self.assertEqual(proposed.state, "dropped")
        last.with_user(self.hr).action_confirm()
        self.assertEqual(self.found("low").mapped("state"), ["dropped", "proposed"])

    def test_a_result_waits_for_the_sheet_of_its_period(self):
        for day in MONTHS[:3]:
            self.result(day, 1)
        self.assertFalse(self.found("low"))
        self.month(MONTHS[2])
        self.assertEqual(self.periods("low"), [(1, 3)])

    def test_grades_are_reviewed_every_half_year(self):
        """HOTEL-GRD-01, Q-21: from grade C with 1,500 and more, judged when June closes; one step."""
        self.employee.score_grade_id = self.grade_c
        other = self.env["hr.employee"].create(
            {"name": "Ungraded", "company_id": self.company.id, "date_version": "2024-01-01"}
        )
        for day in MONTHS[:6]:
            for employee in (self.employee, other):
                self.result(day, 250, employee)
                self.month(day, employee=employee)
            if day.month < 6:
                self.assertFalse(self.found("review"))
        self.assertFalse(self.found("review", other))
        proposed = self.found("review")
        self.assertEqual((proposed.grade_from_id, proposed.grade_to_id), (self.grade_c, self.grade_b))
        with self.assertRaisesRegex(AccessError, "Only HR"):
            proposed.with_user(self.officer).action_approve()
        proposed.with_user(self.hr).action_approve()
        self.assertEqual(self.employee.score_grade_id, self.grade_b)
        changes = self.employee.score_grade_change_ids
        self.assertEqual(
            [(one.grade_from_id.code, one.grade_to_id.code, one.consequence_id.id) for one in changes],
            [("C", "B", proposed.id), (False, "C", False)],
        )
        # found again after a correction it is the same review: no second step
        self.employee.with_context(score_consequence=proposed.id).score_grade_id = self.grade_c
        june = proposed.result_ids.sorted("date_from")[-1]
        june.with_user(self.manager).action_reset()
        self.assertTrue(proposed.is_ground_gone)
        june.with_user(self.hr).action_confirm()
        self.assertEqual(self.found("review"), proposed)
        self.assertFalse(changes.search([("employee_id", "=", self.employee.id)], limit=1).consequence_id)

    def test_a_review_waits_for_what_is_not_known(self):
        """HOTEL-GRD-01: unknown is not zero, and may be below zero; it is judged when it becomes known."""
        self.employee.score_grade_id = self.grade_c
        for day in MONTHS[:6]:
            if day.month not in (2, 6):
                self.result(day, 500)
            self.month(day)
        self.assertFalse(self.found("review"))
        self.result(MONTHS[5], 0)
        self.assertFalse(self.found("review"))
        self.result(MONTHS[1], -500)
        self.assertEqual(self.periods("review"), [(1, 6)])

    @freeze_time("2026-01-31 17:00:00")
    def test_a_grade_changes_on_the_day_of_the_company(self):
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        self.employee.score_grade_id = self.grade_c
        self.assertEqual(self.employee.score_grade_change_ids.date, self.company._score_day())
        self.assertEqual(self.company._score_day(), date(2026, 2, 1))

    def test_versions_of_the_book_count_together(self):
        self.month(MONTHS[0], 30)
        self.book.valid_to = "2025-01-31"
        version = self.book.action_new_version()
        version.valid_from = "2025-02-01"
        version.action_activate()
        self.enter("point", 21, day=MONTHS[1], book=version)
        self.close(self.make(day=MONTHS[1], book=version))
        proposed = self.found("over")
        self.assertEqual((proposed.streak_id.rulebook_id, len(proposed.sheet_ids)), (version, 2))

    def test_a_fixed_number_of_queries(self):
        people = self.env["hr.employee"].create(
            [
                {"name": f"Staff {number}", "company_id": self.company.id, "date_version": "2024-01-01"}
                for number in range(12)
            ]
        )
        for day in MONTHS[:2]:
            self.close(self.make(people, day))
        sheets = self.make(people, MONTHS[2]).sudo()
        counts = []
        for some in (sheets[:2], sheets[2:]):
            some.write({"state": "confirmed"})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["service.score.streak"]._judge(self.book, some)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1] - counts[0], 2, counts)

    def test_what_a_streak_needs(self):
        draft = self.make_book(code="draft")
        with Form(
            self.env["service.score.streak"].with_context(default_rulebook_id=draft.id, score_in_book=True)
        ) as form:
            form.name = "Clean quarter"
            form.measure = "no_deduction"
            form.periods = 3
        self.assertEqual(draft.streak_ids.name, "Clean quarter")
        for vals in (
            {"kind": "days_off"},
            {"kind": "grade_change"},
            {"measure": "rate"},
            {"periods": 0},
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.IntegrityError),
                self.env.cr.savepoint(),
            ):
                draft.streak_ids.write(vals)
                self.env.flush_all()
        with self.assertRaisesRegex(UserError, "in force"):
            self.book.streak_ids[0].periods = 4
        copied = self.book.action_new_version()
        self.assertEqual(set(copied.streak_ids.mapped("code")), set(self.book.streak_ids.mapped("code")))

    def test_who_sees_and_maintains_streaks_and_grades(self):
        draft = self.make_book(code="draft", streak_ids=[Command.create({"name": "Draft"})])
        for user, sees in ((self.user, False), (self.officer, False), (self.manager, True)):
            found = self.env["service.score.streak"].with_user(user).search([])
            self.assertEqual(draft.streak_ids in found, sees, user.login)
            self.assertIn(self.book.streak_ids[0], found)
        for user in (self.user, self.officer, self.hr):
            with self.assertRaises(AccessError):
                draft.streak_ids.with_user(user).periods = 2
        draft.streak_ids.with_user(self.manager).periods = 2
        self.grade_c.with_user(self.hr).name = "Grade C of pay"
        own = self.employee_of(self.hr)
        self.assertRefused("of their own", own.with_user(self.hr).write, {"score_grade_id": self.grade_b.id})
        for user in (self.user, self.officer):
            with self.assertRaises(AccessError):
                self.grade_c.with_user(user).name = "No"
        for user in (self.user, self.leader_user, self.officer, self.manager):
            with self.assertRaises(AccessError):
                self.env["service.score.grade.change"].with_user(user).search([])
            with self.assertRaises(AccessError):
                self.employee.with_user(user).read(["score_grade_id"])
        self.assertFalse(self.env["service.score.grade.change"].with_user(self.hr).search([]))


@tagged("post_install", "-at_install")
class TestFlag(SheetCase):
    """SYC-CARD-01, Q-28: the leader is told at 6 and at 0 of the 12 points of a year, once each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.book = cls.activated(
            code="card",
            period="year",
            base_score=12,
            flag_ids=[
                Command.create({"code": code, "name": f"{code} points left", "threshold": code})
                for code in ("6", "0")
            ],
        )

    def told(self):
        self.env.flush_all()
        return self.env["service.message"].sudo().search([("template", "=", "score_flag")], order="id")

    def test_the_leader_is_told_once_a_flag(self):
        self.enter("point", 5.99, day=date(2024, 1, 5))
        self.assertFalse(self.told())
        self.enter("point", 0.01, day=date(2024, 6, 5))
        told = self.told()
        self.assertLessEqual({self.leader_user, self.officer}, set(told.user_id))
        self.assertNotIn(self.user, told.user_id)
        self.assertEqual(set(told.mapped("subject")), {f"{self.employee.name}: 6 points left"})
        self.assertIn("has 6 points left in", told[0].body)
        self.assertIn("period from 01/01/2024", told[0].body)
        self.enter("point", 5, day=date(2024, 7, 5))
        self.assertEqual(self.told(), told)
        self.enter("point", 1, day=date(2024, 12, 31))
        self.assertEqual(len(self.told()), 2 * len(told))
        self.enter("point", 6, day=date(2025, 1, 1))
        self.assertEqual(len(self.told()), 3 * len(told))
