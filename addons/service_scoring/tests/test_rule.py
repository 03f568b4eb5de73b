from datetime import date

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..engine.bands import band_of
from .score_common import ScoreCase


@tagged("post_install", "-at_install")
class TestRule(ScoreCase):
    """What an entry costs or earns, and what a wage may lose at most."""

    def make_rule(self, **vals):
        count = len(self.book.with_context(active_test=False).rule_ids)
        return self.env["service.score.rule"].create(
            {"rulebook_id": self.book.id, "code": f"r{count}", "name": "Rule", **vals}
        )

    def test_fixed_points(self):
        rule = self.make_rule(points=0.2)
        self.assertEqual(rule._compute_points(3)["points"], -0.6)
        self.assertRefused("has 0.2 points, not 0.3", rule._compute_points, 1, points_each=0.3)
        self.assertRefused("how often", rule._compute_points, 0)

    def test_at_least(self):
        rule = self.make_rule(points=1, points_mode="minimum")
        self.assertEqual(rule._compute_points(2)["points"], -2)
        self.assertEqual(rule._compute_points(2, points_each=1.5)["points"], -3)
        self.assertRefused("at least 1 points, 0.99 are too few", rule._compute_points, 1, points_each=0.99)

    def test_from_to(self):
        rule = self.make_rule(points=0.5, points_max=1, points_mode="range")
        self.assertEqual(rule._compute_points(1)["points"], -0.5)
        self.assertEqual(rule._compute_points(1, points_each=1)["points"], -1)
        self.assertRefused("at most 1 points, 1.01 are too many", rule._compute_points, 1, points_each=1.01)
        with self.assertRaises(ValidationError):
            rule.points_max = 0.4

    def test_circumstances_and_repetition_multiply(self):
        rule, harm = self.rule, self.rule.multiplier_ids
        self.assertEqual(rule._compute_points(1, multipliers=harm)["points"], -2)
        self.assertEqual(rule._compute_points(1, occurrence=2)["points"], -1.5)
        found = rule._compute_points(2, multipliers=harm, occurrence=5)
        self.assertEqual(found, {"points": -6, "points_each": 1, "factor": 3, "share": 0})
        self.assertEqual(
            [rule._get_step(number).consequence for number in (1, 2, 3)], [False, "warning", "warning"]
        )

    def test_a_share_of_the_score(self):
        rule = self.make_rule(kind="share")
        self.assertEqual(rule._compute_points(1)["share"], 50)
        self.assertEqual(rule._compute_points(1, share=100)["share"], 100)
        self.assertEqual(rule._compute_points(1, share=80)["points"], 0)
        self.assertRefused("from 50 to 100 %, not 49.99 %", rule._compute_points, 1, share=49.99)

    def test_rewards_are_positive(self):
        self.assertEqual(self.make_rule(kind="reward", points=100)._compute_points(1)["points"], 100)

    def test_withheld_pay(self):
        allowance = self.env["service.score.pay.component"].search(
            [("company_id", "=", self.company.id), ("code", "=", "allowance")]
        )
        rule = self.make_rule(
            kind="withhold",
            withhold_component_id=allowance.id,
            withhold_share=50,
            step_ids=[Command.create({"occurrence": 2, "withhold_share": 100})],
        )
        self.assertEqual(rule._get_withhold(1), (allowance, 50))
        self.assertEqual(rule._get_withhold(2), (allowance, 100))
        rule.withhold_component_id = False
        self.assertEqual(rule._get_withhold(1), (self.book.pay_component_id, 50))
        rule.step_ids.unlink()
        rule.withhold_share = 0
        self.assertEqual(rule._get_withhold(1), (allowance.browse(), 0))

    def test_bands_of_a_measure(self):
        full = self.make_rule(kind="text", measure_from=80)
        half = self.make_rule(kind="withhold", measure_from=60, has_measure_to=True, measure_below=80)
        none = self.make_rule(kind="withhold", has_measure_to=True, measure_below=60)
        bands = (full | half | none)._get_engine_bands()
        found = [band_of(value, bands) for value in (90, 80, 79.99, 60, 59.99, 0)]
        self.assertEqual(found, [full, full, half, half, none, none])
        with self.assertRaises(ValidationError):
            half.measure_below = 60

    def test_limits_of_a_region(self):
        region = self.env["service.score.region"].create(
            {
                "name": "Beijing",
                "code": "bj",
                "company_id": self.company.id,
                "cap_share": 15,
                "floor_ids": [
                    Command.create({"valid_from": date(2025, 9, 1), "amount": 2540}),
                    Command.create({"valid_from": date(2026, 9, 1), "amount": 2700}),
                ],
            }
        )
        employee = self.employee_of(self.user)
        own = self.employee_of(self.officer)

        def limits(day):
            found = region._get_limits(employee | own, day)
            return found[employee.id], found[own.id]

        day = date(2026, 8, 31)
        self.assertEqual(limits(day), ((20, None), (20, None)))
        self.company.score_region_id = region
        own.score_region_id = region.copy({"code": "other", "cap_share": 10, "floor_ids": []})
        self.assertEqual(limits(day), ((15, 2540), (10, None)))
        self.assertEqual(limits(date(2026, 9, 1))[0], (15, 2700))
        self.assertEqual(limits(date(2025, 8, 31))[0], (15, None))
