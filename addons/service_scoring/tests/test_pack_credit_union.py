from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .pack_score_common import PackScoreCase, day

FIXED = {
    "CU-ETH-01": ("person_occurrence", 0.5),
    "CU-LANG-01": ("person_occurrence", 0.5),
    "CU-ATT-01": ("person_occurrence", 1),
    "CU-LOOK-01": ("person_occurrence", 0.5),
    "CU-SKILL-01": ("person_occurrence", 1),
    "CU-QUAL-01": ("person_occurrence", 2),
    "CU-EFF-01": ("person_occurrence", 0.5),
    "CU-ENV-02": ("place", 0.2),
    "CU-ENV-03": ("place", 0.2),
    "CU-ENV-04": ("place", 0.2),
    "CU-ENV-05": ("place", 0.3),
    "CU-EDU-01": ("missing", 0.5),
    "CU-PUB-01": ("missing", 0.2),
    "CU-PUB-02": ("missing", 0.2),
    "CU-PUB-03": ("missing", 0.5),
    "CU-PUB-04": ("missing", 0.5),
    "CU-PUB-05": ("missing", 0.5),
    "CU-PUB-06": ("missing", 1),
    "CU-DOC-01": ("occurrence", 2),
    "CU-DOC-02": ("error", 0.2),
    "CU-DOC-02-lost": ("document", 1),
    "CU-DOC-03": ("error", 0.2),
    "CU-DOC-03-lost": ("document", 1),
    "CU-ORG-01": ("missing", 1),
    "CU-SUP-01": ("occurrence", 0.5),
}
AT_LEAST = {
    "CU-DISC-01": ("person_occurrence", 1),
    "CU-COMP-01": ("missing", 0.5),
    "CU-OFF-01": ("occurrence", 0.5),
    "CU-ENV-01": ("place", 0.5),
    "CU-ENV-02-serious": ("place", 0.5),
}
TEXTS = {"CU-QUAL-02", "CU-SUP-02", "CU-SCORE-01", "CU-SCORE-02", "CU-SCORE-03", "CU-REP-01"}


@tagged("post_install", "-at_install")
class TestPackCreditUnion(PackScoreCase):
    """The clauses of CU from the loaded pack, with the numbers of the regulation."""

    pack = "credit_union"

    def test_what_it_holds(self):
        self.assertEqual(self.codes(), {*FIXED, *AT_LEAST, *TEXTS, "CU-QUAL-03", "CU-PUB-07"})
        self.assertNamedInBothLanguages()
        for code in TEXTS:
            self.assertEqual(self.rule(code).kind, "text")

    def test_the_book(self):
        """CU-SCORE-01, Q-01: a unit starts a quarter from 100 and never falls below 0."""
        book = self.book
        self.assertEqual(
            (book.state, book.carrier, book.period, book.base_score, book.has_floor, book.floor),
            ("active", "department", "quarter", 100, True, 0),
        )
        self.assertEqual(book.compute_fine(40), 0)

    def test_loaded_twice_is_once(self):
        self.assertLoadedTwiceIsOnce()

    def test_fixed_values(self):
        for code, (unit, points) in FIXED.items():
            self.assertEqual(self.rule(code).count_unit, unit, code)
            self.assertPoints(code, -points)
            self.assertPoints(code, round(-7 * points, 2), quantity=7)
            with self.assertRaises(UserError):
                self.rule(code)._compute_points(1, points_each=points + 0.01)

    def test_at_least(self):
        """CU-SCORE-03, Q-02: the minimum unless more is entered."""
        for code, (unit, points) in AT_LEAST.items():
            rule = self.rule(code)
            self.assertEqual((rule.count_unit, rule.points_mode), (unit, "minimum"), code)
            self.assertPoints(code, -points)
            self.assertPoints(code, -points, points_each=points)
            self.assertPoints(code, round(-3 * (points + 0.01), 2), points_each=points + 0.01, quantity=3)
            with self.assertRaisesRegex(UserError, "at least"):
                rule._compute_points(1, points_each=points - 0.01)

    def test_quality_is_doubled_by_serious_harm(self):
        """CU-QUAL-01."""
        harm = self.rule("CU-QUAL-01").multiplier_ids
        self.assertEqual(harm.mapped("factor"), [2])
        self.assertPoints("CU-QUAL-01", -2)
        self.assertPoints("CU-QUAL-01", -4, multipliers=harm)
        self.assertPoints("CU-QUAL-01", -12, multipliers=harm, quantity=3)

    def test_concealing(self):
        """CU-QUAL-03, Q-03: 50 to 100 percent, 50 when nothing is typed."""
        rule = self.rule("CU-QUAL-03")
        self.assertEqual((rule.kind, rule.share_from, rule.share_to), ("share", 50, 100))
        for share, expected in ((None, 50), (50, 50), (75, 75), (100, 100)):
            self.assertEqual(rule._compute_points(1, share=share)["share"], expected)
        for share in (49.99, 100.01):
            with self.assertRaisesRegex(UserError, "from 50 to 100"):
                rule._compute_points(1, share=share)

    def test_rate_of_publication(self):
        """CU-PUB-07: 0.5 to 1, chosen by the assessor."""
        rule = self.rule("CU-PUB-07")
        self.assertEqual((rule.points_mode, rule.points, rule.points_max), ("range", 0.5, 1))
        for points in (0.5, 0.75, 1):
            self.assertPoints("CU-PUB-07", -points, points_each=points)
        for points in (0.49, 1.01):
            with self.assertRaises(UserError):
                rule._compute_points(1, points_each=points)

    def test_small_deductions_add_up_exactly(self):
        """CONV-MON-01: ten times 0.2 are 2."""
        self.assertPoints("CU-ENV-02", -2, quantity=10)
        self.assertPoints("CU-ENV-05", -0.9, quantity=3)

    def test_more_than_the_minimum_needs_a_reason(self):
        """CU-SCORE-03: the inspector may enter more, and says why."""
        self.assertEqual(self.confirm("CU-DISC-01").points, -1)
        self.assertEqual(self.confirm("CU-DISC-01", points_each=1).points, -1)
        more = self.enter("CU-DISC-01", points_each=1.01)
        with self.assertRaisesRegex(UserError, "need a reason"):
            more.action_confirm()
        more.points_reason = "The third finding of the inspection"
        more.action_confirm()
        self.assertEqual((more.state, more.points), ("confirmed", -1.01))

    def test_one_entry_counts_for_unit_and_person(self):
        """CU-SCORE-02: clause, count, day, person, and the unit that the person belonged to."""
        entry = self.confirm("CU-LANG-01", quantity=3)
        self.assertEqual((entry.department_id, entry.employee_id), (self.unit, self.wang))
        self.assertEqual((entry.points, entry.rule_code), (-1.5, "CU-LANG-01"))
        self.assertIn("6.2", entry.rule_text)
        found = self.confirm("CU-ENV-05", employee_id=False, department_id=self.unit.id, quantity=3)
        self.assertEqual((found.points, found.employee_id.id), (-0.9, False))

    def test_harm_doubles_an_entry(self):
        """CU-QUAL-01."""
        harm = self.rule("CU-QUAL-01").multiplier_ids
        self.assertEqual(self.confirm("CU-QUAL-01", quantity=2).points, -4)
        self.assertEqual(self.confirm("CU-QUAL-01", quantity=2, multiplier_ids=harm.ids).points, -8)

    def test_a_share_that_nobody_typed_is_half(self):
        """CU-QUAL-03, Q-03."""
        for typed, share in ((0, 50), (50, 50), (100, 100)):
            entry = self.confirm("CU-QUAL-03", share=typed)
            self.assertEqual((entry.share, entry.points), (share, 0))
        for typed in (49.99, 100.01):
            with self.assertRaises(UserError):
                self.enter("CU-QUAL-03", share=typed).action_confirm()

    def test_score_of_a_quarter(self):
        """CU-SCORE-01: 100 less the findings of the quarter, exactly."""
        for code, quantity in (("CU-ENV-02", 3), ("CU-DOC-02", 2), ("CU-ENV-05", 1)):
            self.confirm(code, on="2026-03-31", quantity=quantity)
        self.confirm("CU-ATT-01", on="2026-04-01", employee_id=self.zhao.id)
        first, second = self.sheet("2026-01-01"), self.sheet("2026-06-30")
        self.assertEqual((first.department_id, first.employee_id.id), (self.unit, False))
        self.assertEqual((first.base, first.points_deducted, first.score), (100, 1.3, 98.7))
        self.assertEqual((second.points_deducted, second.score), (1, 99))

    def test_never_below_zero(self):
        """CU-SCORE-01."""
        self.confirm("CU-QUAL-01", quantity=49)
        self.assertEqual(self.sheet().score, 2)
        self.confirm("CU-ATT-01", quantity=2)
        self.assertEqual(self.sheet().score, 0)
        self.confirm("CU-ATT-01")
        self.assertEqual(self.sheet().score, 0)

    def test_a_share_is_taken_last_of_what_is_left(self):
        """CU-QUAL-03, Q-03: 100 − 20 = 80; half of it leaves 40; two cases add up, at most to all."""
        self.confirm("CU-QUAL-03", on="2026-02-01")
        self.confirm("CU-QUAL-01", on="2026-03-01", quantity=10)
        self.assertEqual(self.sheet().score, 40)
        self.confirm("CU-QUAL-03", share=50)
        self.assertEqual(self.sheet().score, 0)
        self.confirm("CU-QUAL-03", share=100)
        self.assertEqual(self.sheet().score, 0)

    def test_a_share_of_three_quarters(self):
        self.confirm("CU-QUAL-03", share=75)
        self.assertEqual(self.sheet().score, 25)

    def test_duty_plans(self):
        """CU-COMP-01, CU-EDU-01, CU-PUB-01 to 06: how many, and until when."""
        plans = {
            "CU-COMP-01-sessions": ("department", 2, "month", 0, 0, True),
            "CU-COMP-01-plan": ("department", 1, "quarter", 0, 0, True),
            "CU-COMP-01-reflection": ("employee", 1, "quarter", 1, 5, True),
            "CU-COMP-01-activities": ("department", 2, "year", 0, 0, True),
            "CU-EDU-01-all": ("department", 2, "year", 0, 0, True),
            "CU-EDU-01-professional": ("department", 1, "year", 0, 0, True),
            "CU-PUB-01": ("department", 1, "month", 0, 0, False),
            "CU-PUB-02": ("department", 2, "month", 0, 0, False),
            "CU-PUB-03-heads": ("employee", 2, "year", 0, 0, False),
            "CU-PUB-03-offices": ("employee", 1, "year", 0, 0, False),
            "CU-PUB-04": ("department", 1, "month", 0, 25, False),
            "CU-PUB-05-plan": ("department", 1, "quarter", 1, 5, False),
            "CU-PUB-05-summary": ("department", 1, "quarter", 1, 5, False),
            "CU-PUB-06-half": ("department", 1, "year", 6, 20, False),
            "CU-PUB-06-annual": ("department", 1, "year", 12, 20, False),
        }
        self.assertEqual(self.codes("duty"), set(plans))
        for code, facts in plans.items():
            plan = self.of("duty", code)
            self.assertEqual(
                (plan.owner, plan.amount, plan.period, plan.due_month, plan.due_day, plan.active), facts, code
            )
            self.assertTrue(code.startswith(plan.rule_id.code), code)
        for code in ("CU-PUB-02", "CU-PUB-03-heads", "CU-PUB-03-offices"):
            plan = self.of("duty", code)
            self.assertEqual((plan.share_rule_id.code, plan.min_share), ("CU-PUB-07", 50))

    def test_a_missing_session_is_proposed(self):
        """CU-COMP-01: one of two sessions was held in March; the second one is missing in April."""
        plan = self.of("duty", "CU-COMP-01-sessions")
        plan.valid_from = day("2026-03-01")
        proof = {"duty_id": plan.id, "department_id": self.unit.id}
        self.env["service.score.duty.record"].create({**proof, "done_on": "2026-03-12"})
        for now, expected in (("2026-03-31 12:00", []), ("2026-04-01 12:00", [(1, -0.5)])):
            with freeze_time(now):
                entries = plan.sudo()._judge_due()
            self.assertEqual(entries.mapped(lambda entry: (entry.quantity, entry.points)), expected)
        self.assertEqual((entries.department_id, entries.rule_id.code), (self.unit, "CU-COMP-01"))
        self.assertEqual(entries.state, "draft")

    def test_checklists(self):
        """CU-SUP-01: what is looked at in each kind of place; every item falls under a clause of the book."""
        lists = {"CU-branch": 41, "CU-outlet": 26, "CU-hall": 36, "CU-office": 10}
        self.assertEqual(self.codes("checklist"), set(lists))
        clauses = {rule.code: rule for rule in self.book.rule_ids}
        for code, count in lists.items():
            checklist = self.of("checklist", code)
            self.assertEqual((checklist.rulebook_id, len(checklist.item_ids)), (self.book, count), code)
            for item in checklist.item_ids:
                self.assertIn(item.rule_code, clauses)
                self.assertFalse(item.with_context(lang="zh_CN").text.isascii())
        # one inspection of a branch looks at every clause that is not a duty to hand something in
        looked_at = set(self.of("checklist", "CU-branch").item_ids.mapped("rule_code"))
        handed_in = {code for code, rule in clauses.items() if rule.source == "duty"}
        self.assertEqual(looked_at, {*FIXED, *AT_LEAST, "CU-QUAL-03"} - handed_in - {"CU-OFF-01"})

    def inspect(self, checklist="CU-branch", **vals):
        """An inspection of the outlet on 10 March that found nothing yet."""
        inspection = (
            self.env["service.score.inspection"]
            .with_user(self.officer)
            .create(
                {
                    "checklist_id": self.of("checklist", checklist).id,
                    "department_id": self.unit.id,
                    "date": "2026-03-10",
                    **vals,
                }
            )
        )
        inspection.action_start()
        inspection.line_ids.action_ok()
        return inspection

    def find(self, inspection, code, persons=(), **vals):
        line = inspection.line_ids.filtered(lambda one: one.rule_id.code == code)[:1]
        people = [Command.create({"employee_id": one.id, "times": times}) for one, times in persons]
        line.write({"result": "finding", "person_ids": people, **vals})
        return line

    def test_an_inspection_counts_for_unit_and_persons(self):
        """CU-SCORE-02, CU-SUP-02: places, person-occurrences and "at least", to the score of the quarter."""
        inspection = self.inspect()
        self.find(inspection, "CU-ENV-02", count=3)
        self.find(inspection, "CU-LANG-01", [(self.wang, 2), (self.zhao, 1)], count=4)
        more = self.find(inspection, "CU-DISC-01", [(self.zhao, 1)], points_each=1.01)
        with self.assertRaisesRegex(UserError, "need a reason"):
            inspection.action_submit()
        more.points_reason = "The third time"
        self.assertEqual((inspection.points, inspection.score), (-3.61, 96.39))
        inspection.action_submit()
        inspection.action_confirm()
        self.assertEqual(inspection.state, "confirmed")
        sheet = self.sheet()
        self.assertEqual((sheet.points_deducted, sheet.score), (3.61, 96.39))
        rows = self.env["service.score.analysis"]._read_group(
            [("rulebook_id", "=", self.book.id), ("employee_id", "!=", False)],
            ["employee_id"],
            ["points_deducted:sum"],
        )
        self.assertEqual({one: round(points, 2) for one, points in rows}, {self.wang: 1, self.zhao: 1.51})
        by_group = self.env["service.score.analysis"]._read_group(
            [("rulebook_id", "=", self.book.id), ("department_id", "=", self.unit.id)],
            ["category_id"],
            ["points_deducted:sum"],
        )
        self.assertEqual(
            {group.code: round(points, 2) for group, points in by_group},
            {"conduct": 3.01, "environment": 0.6},
        )

    def test_a_fixed_clause_takes_no_other_points_and_a_minimum_no_fewer(self):
        inspection = self.inspect()
        for code, points, message in (
            ("CU-ENV-02", 0.21, "0.2 points"),
            ("CU-ENV-01", 0.49, "at least 0.5"),
        ):
            line = self.find(inspection, code, points_each=points)
            with self.assertRaisesRegex(UserError, message):
                inspection.action_submit()
            line.points_each = 0
        inspection.action_submit()
        self.assertEqual(inspection.points, -0.7)

    def test_an_inspection_never_falls_below_zero(self):
        inspection = self.inspect()
        line = self.find(inspection, "CU-QUAL-01", count=50)
        self.assertEqual(inspection.score, 0)
        line.count = 51
        self.assertEqual((inspection.points, inspection.score), (-102, 0))
        line.count = 49
        self.assertEqual(inspection.score, 2)
