from odoo.exceptions import UserError
from odoo.tests import tagged

from .pack_score_common import PackScoreCase

REWARDS = {
    "SA-RWD-01-vehicles": 100,
    "SA-RWD-01-output": 100,
    "SA-RWD-01-accessories": 100,
    "SA-RWD-02": 50,
    "SA-RWD-03": 100,
    "SA-RWD-04": 50,
}
FINES = {
    "SA-FINE-01-uniform": 30,
    "SA-FINE-01-clothes": 10,
    "SA-FINE-01-litter": 10,
    "SA-FINE-01-language": 20,
    "SA-FINE-01-absence": 20,
    "SA-FINE-01-waiting": 20,
    "SA-FINE-02-cooperation": 10,
    "SA-FINE-02-moving": 10,
    "SA-FINE-02-driving": 50,
    "SA-FINE-02-equipment": 30,
}


@tagged("post_install", "-at_install")
class TestPackServiceAdviser(PackScoreCase):
    """SA-RWD-01 to 04 and SA-FINE-01 to 03 from the loaded pack; a point is a yuan."""

    pack = "service_adviser"

    def test_what_it_holds(self):
        self.assertEqual(self.codes(), {*REWARDS, *FINES, "SA-FINE-03"})
        self.assertNamedInBothLanguages()
        self.assertEqual(
            (self.book.state, self.book.carrier, self.book.period, self.book.reward_amount),
            ("active", "employee", "month", 1),
        )

    def test_loaded_twice_is_once(self):
        self.assertLoadedTwiceIsOnce()

    def test_rewards(self):
        for code, points in REWARDS.items():
            self.assertPoints(code, points)
            self.assertPoints(code, 2 * points, quantity=2)

    def test_fines_in_points(self):
        for code, points in FINES.items():
            self.assertPoints(code, -points)
            self.assertPoints(code, -4 * points, quantity=4)

    def test_a_point_is_a_yuan(self):
        for points in (0, 0.01, 10, 29.99, 30, 30.01, 250, 12345.67):
            self.assertEqual(self.book.compute_fine(points), points)

    def test_damage_is_paid_at_cost(self):
        """SA-FINE-03: what it cost, and a proposal of a public reprimand."""
        self.assertPoints("SA-FINE-03", -1380.5, points_each=1380.5)
        self.assertEqual(self.rule("SA-FINE-03").step_ids.mapped("consequence"), ["reprimand"])

    def test_damage_needs_how_much_and_why(self):
        """SA-FINE-03."""
        entry = self.enter("SA-FINE-03", points_each=1380.5)
        with self.assertRaisesRegex(UserError, "need a reason"):
            entry.action_confirm()
        entry.points_reason = "Invoice of the lift's repair"
        entry.action_confirm()
        self.assertEqual(entry.points, -1380.5)
        self.assertEqual(self.consequences(entry).mapped("kind"), ["reprimand"])

    def test_entries(self):
        for code, points in REWARDS.items():
            self.assertEqual(self.confirm(code).points, points)
        for code, points in FINES.items():
            self.assertEqual(self.confirm(code, quantity=2).points, -2 * points)
        self.assertFalse(self.env["service.score.consequence"].search([("company_id", "=", self.company.id)]))

    def test_a_month_of_rewards_and_fines(self):
        """Every point is a yuan, either way; 30 + 20 taken, 100 + 100 + 50 given."""
        self.pay(6000)
        for code in ("SA-FINE-01-uniform", "SA-FINE-01-waiting"):
            self.confirm(code)
        for code in ("SA-RWD-01-output", "SA-RWD-01-vehicles", "SA-RWD-04"):
            self.confirm(code)
        sheet = self.sheet()
        self.assertEqual((sheet.points_deducted, sheet.points_rewarded), (50, 250))
        self.assertEqual((sheet.fine_amount, sheet.bonus_amount), (50, 250))
        self.assertEqual(self.sheet("2026-04-01").fine_amount, 0)
