from datetime import date

from odoo.tests import tagged

from .pack_score_common import PackScoreCase


class PackStreakCase(PackScoreCase):
    """Streaks of a pack as it comes: months close, results are confirmed, consequences are proposed."""

    def month(self, on, *entries):
        """Close Wang's period of a day with these (rule, quantity)."""
        for code, quantity in entries:
            self.confirm(code, on=on, quantity=quantity)
        self.sheet(on).action_confirm()

    def result(self, code, on, value):
        """A confirmed result of Wang."""
        target = self.env["service.score.target"].search(
            [("company_id", "=", self.company.id), ("code", "=", code)]
        )
        result = self.env["service.score.result"].create(
            {
                "target_id": target.id,
                "employee_id": self.wang.id,
                "date_from": on,
                "value": value,
                "is_known": True,
                "reason": "From the books",
            }
        )
        result.with_user(self.hr).action_confirm()

    def found(self, code):
        return self.env["service.score.consequence"].search(
            [("employee_id", "=", self.wang.id), ("rule_code", "=", code)], order="id"
        )


@tagged("post_install", "-at_install")
class TestPackHotelStreaks(PackStreakCase):
    """HOTEL-DIS, HOTEL-RWD, HOTEL-GRD from the loaded pack."""

    pack = "hotel"

    def test_more_than_50_points_in_three_months(self):
        """HOTEL-DIS-01: exactly 50 does not."""
        self.month("2025-11-10", ("HOTEL-PT-authority", 4))
        self.month("2025-12-10", ("HOTEL-PT-authority", 4))
        self.month("2026-01-10", ("HOTEL-PT-authority", 2))
        self.assertFalse(self.found("HOTEL-DIS-01"))
        self.month("2026-02-10", ("HOTEL-PT-authority", 4), ("HOTEL-PT-attendance", 1))
        proposed = self.found("HOTEL-DIS-01")
        self.assertEqual(
            (proposed.kind, proposed.period_start, proposed.period_end),
            ("dismissal", date(2025, 12, 1), date(2026, 2, 28)),
        )

    def test_clean_months(self):
        """HOTEL-RWD-01, Q-19: usable for two months; HOTEL-RWD-02, Q-20: begins anew after each award."""
        for number in range(1, 7):
            self.month(f"2025-{number:02}-10")
        days = self.found("HOTEL-RWD-01")
        self.assertEqual(len(days), 6)
        self.assertEqual(
            [(one.kind, one.days, one.usable_from, one.usable_to) for one in days[:1]],
            [("days_off", 2, date(2025, 2, 1), date(2025, 3, 31))],
        )
        stays = self.found("HOTEL-RWD-02")
        self.assertEqual([one.period_end.month for one in stays], [3, 6])
        self.assertIn("Study stay", stays[0].award_text)
        self.assertIn("考察学习", stays[0].with_context(lang="zh_CN")._get_letter_sentence())

    def test_one_point_is_a_deduction(self):
        self.month("2025-01-10", ("HOTEL-PT-attendance", 1))
        self.assertFalse(self.found("HOTEL-RWD-01"))

    def test_sales_below_the_floor(self):
        """HOTEL-DIS-02, Q-17: 100,000 meets the floor; three months running, or five of a year."""
        values = (99999.99, 99999.99, 100000, 99999.99, 99999.99, 100000, 99999.99)
        for number, value in enumerate(values, 1):
            self.result("HOTEL-TGT-01", f"2025-{number:02}-01", value)
            self.month(f"2025-{number:02}-10")
            self.assertEqual(bool(self.found("HOTEL-DIS-02-year")), number == 7)
        self.assertFalse(self.found("HOTEL-DIS-02"))
        for number in (8, 9):
            self.result("HOTEL-TGT-01", f"2025-{number:02}-01", 0)
            self.month(f"2025-{number:02}-10")
        proposed = self.found("HOTEL-DIS-02")
        self.assertEqual((proposed.kind, len(proposed.result_ids)), ("persuaded_resignation", 3))
        self.assertIn("Dismissal", proposed.alternative)
        self.assertEqual(len(self.found("HOTEL-DIS-02-year")), 1)

    def test_sales_of_a_million_in_three_months(self):
        """HOTEL-RWD-03."""
        for number, value in enumerate((333333, 333333, 333333.99, 333333.01), 1):
            self.result("HOTEL-TGT-01", f"2025-{number:02}-01", value)
            self.month(f"2025-{number:02}-10")
            self.assertEqual(len(self.found("HOTEL-RWD-03")), int(number == 4))

    def test_grades(self):
        """HOTEL-GRD-01, Q-21: one step a review; exactly 1,500,000 is enough; B stays below 2,000,000."""
        grades = {
            grade.code: grade
            for grade in self.env["service.score.grade"].search([("company_id", "=", self.company.id)])
        }
        self.wang.score_grade_id = grades["C"]
        for number in range(1, 13):
            value = 250000 if number <= 6 else 333333
            self.result("HOTEL-TGT-01", f"2025-{number:02}-01", value)
            self.month(f"2025-{number:02}-10")
            if number == 6:
                self.found("HOTEL-GRD-01-CB").with_user(self.hr).action_approve()
        self.assertEqual(self.wang.score_grade_id, grades["B"])
        self.assertFalse(self.found("HOTEL-GRD-01-BA"))

    def test_grave_conduct_proposes_dismissal(self):
        """HOTEL-DIS-03, HOTEL-DIS-04."""
        for code in (
            *("HOTEL-DIS-03-insubordination", "HOTEL-DIS-03-fighting"),
            *("HOTEL-DIS-04-authority", "HOTEL-DIS-04-car"),
        ):
            entry = self.confirm(code)
            self.assertEqual((entry.points, self.consequences(entry).kind), (0, "dismissal"), code)


@tagged("post_install", "-at_install")
class TestPackAfterSalesStreaks(PackStreakCase):
    """ASC-SR-04, ASC-RR-03, ASC-SP-03, ASC-RP-01, ASC-SP-02 from the loaded pack."""

    pack = "after_sales_centre"

    def test_three_years_running(self):
        """ASC-SR-04, ASC-RR-03: each third year running a major merit; 99.99 % breaks the run."""
        for target, code in (
            ("ASC-SR-04-year", "ASC-SR-04-three"),
            ("ASC-RR-03-year", "ASC-RR-03-three"),
        ):
            for year, rate in ((2020, 99.99), (2021, 100), (2022, 100)):
                self.result_of_year(target, year, rate)
            self.assertFalse(self.found(code))
            self.result_of_year(target, 2023, 150)
            proposed = self.found(code)
            self.assertEqual((proposed.kind, proposed.award_kind), ("award", "major_merit"))
            proposed.with_user(self.hr).action_approve()
            award = self.env["service.score.award"].search([("consequence_id", "=", proposed.id)])
            self.assertEqual(
                (award.kind, award.date, award.rule_id.code, award.points),
                ("major_merit", date(2023, 12, 31), code, 9),
            )

    def result_of_year(self, code, year, rate):
        self.targets(code).value = 100
        if not self.env["service.score.sheet"].search(
            [("employee_id", "=", self.wang.id), ("date_to", "=", f"{year}-12-31")]
        ):
            self.month(f"{year}-12-10")
        self.result(code, f"{year}-01-01", rate)

    def targets(self, code):
        return self.env["service.score.target"].search(
            [("company_id", "=", self.company.id), ("code", "=", code)]
        )

    def test_months_missed(self):
        """ASC-SP-03, ASC-RP-01: three running propose a transfer, else dismissal."""
        for code in ("ASC-SP-03", "ASC-RP-01"):
            self.targets(code).value = 100
        for number, value in enumerate((99, 99, 100, 99.99, 0, 99), 1):
            for code in ("ASC-SP-03", "ASC-RP-01"):
                self.result(code, f"2025-{number:02}-01", value)
            self.month(f"2025-{number:02}-10")
            for code in ("ASC-SP-03", "ASC-RP-01"):
                self.assertEqual(len(self.found(code)), int(number == 6), number)
        self.assertEqual(self.found("ASC-SP-03").kind, "transfer")
        self.assertEqual(self.found("ASC-RP-01").alternative, "Dismissal")

    def test_the_superior_who_did_not_report(self):
        """ASC-SP-02: a demerit is proposed for them, unless they had reported it."""
        self.zhao.user_id = self.officer
        self.wang.parent_id = self.zhao
        Entry = self.env["service.score.entry"]
        of_zhao = [("employee_id", "=", self.zhao.id)]
        reported = self.enter("ASC-SP-02")
        self.assertEqual(reported.reported_by_id, self.officer)
        reported.with_user(self.hr).action_confirm()
        self.assertEqual(self.consequences(reported).kind, "dismissal")
        self.assertFalse(Entry.search(of_zhao))
        silent = self.enter("ASC-SP-02", on="2026-03-11").with_user(self.hr).sudo()
        silent.reported_by_id = self.hr
        silent.with_user(self.hr).action_confirm()
        proposed = Entry.search(of_zhao)
        self.assertEqual((proposed.rule_code, proposed.state), ("ASC-SP-02-superior", "draft"))
        silent.with_user(self.hr).action_reverse("It was somebody else")
        self.assertFalse(proposed.exists().filtered(lambda one: one.state == "draft"))


@tagged("post_install", "-at_install")
class TestPackMallFriends(PackStreakCase):
    """SYC-CARD-01, Q-28: 12 points a year, told at 6 and at 0, no pay."""

    pack = "mall_friends"

    def test_what_it_holds(self):
        self.assertNamedInBothLanguages()
        self.assertEqual(
            (self.book.code, self.book.period, self.book.base_score, len(self.codes("category"))),
            ("SYC-CARD-01", "year", 12, 6),
        )
        self.assertFalse(self.book.bracket_ids or self.book.reward_amount or self.book.bonus_base)
        self.assertEqual(self.book.flag_ids.mapped("threshold"), [6, 0])
        self.assertLoadedTwiceIsOnce()

    def told(self):
        messages = self.env["service.message"].search(
            [("template", "=", "score_flag"), ("company_id", "=", self.company.id)]
        )
        return len(set(messages.mapped("key")))

    def test_the_card_of_a_year(self):
        self.confirm("SYC-CARD-01-attitude-minus", on="2025-02-01", points_each=5.5)
        self.assertEqual(self.told(), 0)
        self.confirm("SYC-CARD-01-sales-minus", on="2025-03-01", points_each=0.5)
        self.assertEqual(self.told(), 1)
        self.confirm("SYC-CARD-01-quality-plus", on="2025-04-01", points_each=1)
        self.confirm("SYC-CARD-01-quality-minus", on="2025-05-01", points_each=7)
        self.assertEqual(self.told(), 2)
        sheet = self.sheet("2025-12-31")
        self.assertEqual((sheet.score, sheet.fine_amount, sheet.bonus_amount), (0, 0, 0))
        self.assertEqual(self.sheet("2026-01-01").score, 12)
