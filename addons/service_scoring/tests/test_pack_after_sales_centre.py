from odoo.fields import Date
from odoo.tests import tagged

from .pack_score_common import PackScoreCase

POINTS = {
    "commendation": 1,
    "merit": 3,
    "major_merit": 9,
    "warning": -1,
    "demerit": -3,
    "major_demerit": -9,
}
AWARDS = {
    **{f"ASC-PTS-01-{kind}": kind for kind in POINTS},
    **dict.fromkeys(
        [
            *("ASC-SR-01", "ASC-SR-02", "ASC-SR-03-competitor", "ASC-SR-03-credit", "ASC-SR-03-result"),
            *("ASC-SR-03-stock", "ASC-SR-04-half", "ASC-SR-04-year", "ASC-SR-05-merit"),
            *("ASC-RR-01-technique", "ASC-RR-01-effort", "ASC-RR-03-year", "ASC-RR-03-merit"),
        ],
        "merit",
    ),
    **dict.fromkeys(
        [
            *("ASC-SR-01-earned", "ASC-SR-02-earned", "ASC-SR-04-three", "ASC-SR-05-major"),
            *("ASC-RR-03-major", "ASC-RR-03-three"),
        ],
        "major_merit",
    ),
    **dict.fromkeys(
        [
            *("ASC-SP-02-superior", "ASC-SP-04", "ASC-SP-05-location", "ASC-SP-06-half", "ASC-SP-06-year"),
            *("ASC-SP-07-records", "ASC-SP-07-vehicle", "ASC-SP-07-report", "ASC-SP-08-verbal"),
            *("ASC-SP-08-repair-verbal", "ASC-SP-08-repair-slack", "ASC-RP-02-half", "ASC-RP-02-year"),
            *("ASC-RP-03-files", "ASC-RP-03-private"),
        ],
        "demerit",
    ),
    **dict.fromkeys(
        [
            *("ASC-SP-05-discord", "ASC-SP-08-orders", "ASC-SP-08-repair-refuse", "ASC-RP-03-income"),
        ],
        "major_demerit",
    ),
}
PROPOSALS = {
    "ASC-SP-01-funds": "dismissal",
    "ASC-SP-01-collusion": "dismissal",
    "ASC-SP-02": "dismissal",
    "ASC-SP-04-cadre": "removal",
    "ASC-SP-05-shortage": "dismissal",
    "ASC-SP-05-discord-grave": "dismissal",
    "ASC-RP-01-collusion": "dismissal",
}
TEXTS = {
    *("ASC-SYS-01", "ASC-OFF-01", "ASC-ACC-01", "ASC-ACC-02", "ASC-SP-03", "ASC-RR-02", "ASC-RP-01"),
    "ASC-GEN-01",
}


@tagged("post_install", "-at_install")
class TestPackAfterSalesCentre(PackScoreCase):
    """ASC from the loaded pack: what each clause is worth, offset, conversion, dismissal."""

    pack = "after_sales_centre"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Award = cls.env["service.score.award"].with_user(cls.officer)

    def award(self, *kinds):
        """Confirmed awards of Wang of these kinds, a month each."""
        for month, kind in enumerate(kinds, 1):
            award = self.Award.create(
                {"employee_id": self.wang.id, "kind": kind, "date": f"2025-{month:02}-10"}
            )
            # who entered a demerit does not confirm it
            award.with_user(self.manager).action_confirm()

    def opened(self):
        found = self.Award.standing(self.wang, 2025)["open"]
        return {kind: count for kind, count in found.items() if count}

    def test_what_it_holds(self):
        self.assertEqual(self.codes() & (AWARDS.keys() | PROPOSALS.keys() | TEXTS), self.codes())
        self.assertEqual(self.codes(), AWARDS.keys() | PROPOSALS.keys() | TEXTS)
        self.assertNamedInBothLanguages()
        self.assertLoadedTwiceIsOnce()
        self.assertEqual(
            (self.book.state, self.book.carrier, self.book.period, self.book.is_award_scheme),
            ("active", "employee", "month", True),
        )

    def test_what_each_clause_is_worth(self):
        """ASC-PTS-01."""
        for code, kind in AWARDS.items():
            self.assertEqual(self.rule(code).award_kind, kind, code)
            self.assertPoints(code, POINTS[kind])
        for code in PROPOSALS.keys() | TEXTS:
            self.assertFalse(self.rule(code).award_kind, code)

    def test_every_clause_makes_its_award(self):
        for code, kind in AWARDS.items():
            entry = self.confirm(code, "2025-03-10")
            award = self.Award.search([("entry_id", "=", entry.id)])
            self.assertEqual((award.kind, award.points), (kind, POINTS[kind]), code)
        expected = sum(POINTS[kind] for kind in AWARDS.values())
        self.assertEqual(self.Award.standing(self.wang, 2025)["points"], expected)
        sheet = self.sheet("2025-03-10")
        self.assertEqual(sheet.points_rewarded - sheet.points_deducted, expected)

    def test_awards_count_in_the_appraisal_of_their_month(self):
        self.award(*POINTS)
        for month, points in enumerate(POINTS.values(), 1):
            sheet = self.sheet(f"2025-{month:02}-15")
            self.assertEqual(sheet.points_rewarded - sheet.points_deducted, points)

    def test_offset_on_the_same_level_only(self):
        """ASC-OFF-01."""
        self.award("commendation", "demerit", "major_merit", "warning", "major_demerit")
        self.assertEqual(self.opened(), {"demerit": 1})
        self.award("merit")
        self.assertEqual(self.opened(), {})

    def test_two_stay_and_three_become_a_major_one(self):
        """ASC-ACC-01."""
        self.award("merit", "merit")
        self.assertEqual(self.opened(), {"merit": 2})
        self.award("merit", "commendation", "commendation", "commendation")
        self.assertEqual(self.opened(), {"major_merit": 1, "commendation": 3})
        self.assertEqual(self.Award.standing(self.wang, 2025)["points"], 12)

    def test_dismissal_is_proposed_at_three_open_major_demerits(self):
        """ASC-ACC-02, on both sides, and with one offset before."""
        self.award(*["demerit"] * 8)
        Consequence = self.env["service.score.consequence"]
        about = [("employee_id", "=", self.wang.id)]
        self.assertFalse(Consequence.search(about))
        self.assertEqual(self.opened(), {"major_demerit": 2, "demerit": 2})
        self.award("major_merit", "major_demerit")
        self.assertFalse(Consequence.search(about))
        self.award("demerit")
        proposed = Consequence.search(about)
        self.assertEqual(
            (proposed.kind, proposed.state, proposed.rule_code), ("dismissal", "proposed", "ASC-ACC-02")
        )
        self.assertEqual(
            self.Award.standing(self.wang, 2025)["proposals"],
            [{"kind": "dismissal", "rule_code": "ASC-ACC-02", "date": Date.to_date("2025-08-10")}],
        )

    def test_what_ends_the_employment_is_only_proposed(self):
        """ASC-SP-01, 02, 04, 05, ASC-RP-01: no points, a proposal at the first time."""
        for code, kind in PROPOSALS.items():
            entry = self.confirm(code, "2025-03-10")
            self.assertEqual(entry.points, 0, code)
            self.assertEqual(self.consequences(entry).mapped("kind"), [kind], code)
        self.assertEqual(self.opened(), {})
