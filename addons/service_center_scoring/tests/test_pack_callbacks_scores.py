from odoo.tests import tagged

from odoo.addons.service_scoring.engine.bands import band_of
from odoo.addons.service_scoring.tests.pack_score_common import PackScoreCase


@tagged("post_install", "-at_install")
class TestPackCallbacksScores(PackScoreCase):
    """CB-PAY-01 with the marks of Q-48 from the loaded pack."""

    pack = "callbacks"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bonus = cls.of("pay.component", "quality_bonus")

    def test_what_it_holds(self):
        self.assertEqual(self.codes(), {f"CB-PAY-01-{suffix}" for suffix in ("high", "good", "part", "none")})
        self.assertNamedInBothLanguages()
        self.assertEqual(
            (self.book.state, self.book.carrier, self.book.period), ("active", "employee", "month")
        )
        self.assertEqual(
            [(self.rule(f"CB-PAY-01-{suffix}").source) for suffix in ("part", "none")],
            ["satisfaction", "satisfaction"],
        )

    def test_loaded_twice_is_once(self):
        self.assertLoadedTwiceIsOnce()

    def test_marks(self):
        """A mark on the border of two bands belongs to the higher one (CONV-BND-01)."""
        bands = self.book.rule_ids._get_engine_bands()
        for mark, suffix in (
            (100, "high"),
            (90.01, "high"),
            (90, "high"),
            (89.99, "good"),
            (80, "good"),
            (79.99, "part"),
            (60, "part"),
            (59.99, "none"),
            (0, "none"),
        ):
            self.assertEqual(band_of(mark, bands).code, f"CB-PAY-01-{suffix}", mark)
        self.assertIsNone(band_of(None, bands))

    def test_full_bands_cost_nothing(self):
        for suffix in ("high", "good"):
            rule = self.rule(f"CB-PAY-01-{suffix}")
            self.assertEqual((rule.kind, rule.source), ("text", "manual"))
            self.assertFalse(rule.step_ids)

    def test_half_the_bonus_and_a_reprimand(self):
        self.pay(8000)
        self.pay(1000, self.bonus)
        entry = self.confirm("CB-PAY-01-part", on="2026-03-31")
        self.assertEqual((entry.withhold_share, entry.withhold_component_id), (50, self.bonus))
        self.assertEqual(self.consequences(entry).kind, "reprimand")
        self.assertEqual(self.sheet().withheld_amount, 500)

    def test_no_bonus_and_a_proposal_to_transfer(self):
        self.pay(8000)
        self.pay(1000, self.bonus)
        entry = self.confirm("CB-PAY-01-none", on="2026-03-31")
        self.assertEqual((entry.withhold_share, entry.withhold_component_id), (100, self.bonus))
        found = self.consequences(entry)
        self.assertEqual((found.kind, found.state), ("transfer", "proposed"))
        self.assertEqual(self.sheet().withheld_amount, 1000)
