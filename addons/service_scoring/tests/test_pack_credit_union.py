from odoo.exceptions import UserError
from odoo.tests import tagged

from .pack_score_common import PackScoreCase

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
