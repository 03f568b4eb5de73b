from odoo.exceptions import UserError
from odoo.tests import tagged

from .pack_score_common import PackScoreCase

POINTS = {
    "attendance": 1,
    "meeting": 2,
    "report": 2,
    "approval": 3,
    "file": 1,
    "reservation": 3,
    "contract": 3,
    "authority": 5,
    "car": 3,
    "reception": 2,
    "computer": 2,
    "safety": 3,
    "duty": 3,
    "customer": 5,
    "training": 3,
}


@tagged("post_install", "-at_install")
class TestPackHotel(PackScoreCase):
    """HOTEL-PT-01, HOTEL-PT-02, HOTEL-FINE-01 and HOTEL-FINE-02 from the loaded pack."""

    pack = "hotel"

    def test_what_it_holds(self):
        self.assertEqual(
            self.codes(),
            {
                *(f"HOTEL-PT-{suffix}" for suffix in POINTS),
                *("HOTEL-PT-02", "HOTEL-FINE-01", "HOTEL-FINE-02"),
                *("HOTEL-DIS-03-insubordination", "HOTEL-DIS-03-fighting"),
                *("HOTEL-DIS-04-authority", "HOTEL-DIS-04-car"),
            },
        )
        self.assertNamedInBothLanguages()
        self.assertEqual(
            (self.book.code, self.book.state, self.book.carrier, self.book.period, self.book.closing_day),
            ("HOTEL", "active", "employee", "month", 0),
        )
        self.assertEqual(self.book.pay_component_id.kind, "performance")
        self.assertFalse(self.book.valid_from or self.book.valid_to)

    def test_loaded_twice_is_once(self):
        self.assertLoadedTwiceIsOnce()

    def test_points_of_each_regulation(self):
        """HOTEL-PT-01: so many points per breach."""
        for suffix, points in POINTS.items():
            self.assertPoints(f"HOTEL-PT-{suffix}", -points)
            self.assertPoints(f"HOTEL-PT-{suffix}", -3 * points, quantity=3)

    def test_fines(self):
        """HOTEL-FINE-01: 10 yuan a point up to and including 20, above it 20 yuan from the first point."""
        for points, fine in (
            (0, 0),
            (0.01, 0.1),
            (1, 10),
            (19.99, 199.9),
            (20, 200),
            (20.01, 400.2),
            (21, 420),
            (50, 1000),
            (1000, 20000),
        ):
            self.assertEqual(self.book.compute_fine(points), fine, points)

    def test_the_proposal_to_dismiss_comes_archived(self):
        """HOTEL-FINE-02, Q-57: what the law allows is looked at before it is used."""
        rule = self.rule("HOTEL-FINE-02")
        self.assertFalse(rule.active)
        step = rule.with_context(active_test=False).step_ids
        self.assertEqual((step.occurrence, step.consequence), (1, "dismissal"))
        self.assertNotIn(rule, self.book.rule_ids)

    def test_a_new_version_brings_the_archived_rule_along(self):
        new = self.book.with_user(self.manager).action_new_version()
        self.assertEqual((new.state, new.version, new.pack_code), ("draft", 2, False))
        rules = new.with_context(active_test=False).rule_ids
        self.assertEqual(set(rules.mapped("code")), self.codes())
        rule = rules.filtered(lambda one: one.code == "HOTEL-FINE-02")
        self.assertFalse(rule.active)
        rule.with_user(self.manager).active = True
        self.assertIn(rule, new.rule_ids)
        self.assertEqual(new.compute_fine(20.01), 400.2)

    def test_what_the_company_changed_in_a_draft_is_kept(self):
        other = self.env["res.company"].create({"name": "Draft first"})
        self.manager.company_ids |= other
        self.packs.load_pack(self.pack, other, activate=False)
        Book = self.env["service.score.rulebook"].with_context(active_test=False)
        book = Book.with_company(other).search([("company_id", "=", other.id)])
        self.assertEqual(book.state, "draft")
        rule = book.rule_ids.filtered(lambda one: one.code == "HOTEL-PT-meeting")
        rule.points = 4
        counts = self.packs.load_pack(self.pack, other)
        self.assertEqual((counts["created"], counts["kept"]), (0, 1))
        self.assertEqual((book.state, rule.points), ("active", 4))

    def test_entries_cost_what_the_regulation_says(self):
        """HOTEL-PT-01, CONV-CNT-01."""
        for suffix, points in POINTS.items():
            entry = self.confirm(f"HOTEL-PT-{suffix}", quantity=2)
            self.assertEqual((entry.points, entry.occurrence), (-2 * points, 1), suffix)
        with self.assertRaisesRegex(UserError, "not 4"):
            self.enter("HOTEL-PT-meeting", points_each=4).action_confirm()

    def test_an_archived_rule_is_not_confirmed(self):
        with self.assertRaisesRegex(UserError, "is archived"):
            self.enter("HOTEL-FINE-02").action_confirm()

    def test_points_of_a_month_and_their_fine(self):
        """HOTEL-PT-02, HOTEL-FINE-01: the sum of the month decides about every point of it."""
        staff = self.env["hr.employee"].create(
            [{"name": f"Staff {number}", "company_id": self.company.id} for number in range(4)]
        )
        for employee, last in zip(staff, (1, 1.01, 2, 0), strict=True):
            self.pay(50000, employee=employee)
            who = {"employee_id": employee.id}
            for suffix in ("authority", "customer", "car", "contract", "duty"):
                self.confirm(f"HOTEL-PT-{suffix}", **who)  # 5 + 5 + 3 + 3 + 3 = 19
            if last:
                self.confirm("HOTEL-PT-attendance", quantity=last, **who)
        sheets = self.sheet(employee=staff)
        self.assertEqual(
            [(sheet.points_deducted, sheet.fine_amount, sheet.bonus_amount) for sheet in sheets],
            [(20, 200, 0), (20.01, 400.2, 0), (21, 420, 0), (19, 190, 0)],
        )

    def test_the_month_is_the_calendar_month(self):
        """Q-16: the 31st and the 1st are two months, whatever the 26th."""
        self.confirm("HOTEL-PT-car", on="2026-03-26")
        self.confirm("HOTEL-PT-car", on="2026-03-31")
        self.confirm("HOTEL-PT-meeting", on="2026-04-01")
        march, april = self.sheet("2026-03-01"), self.sheet("2026-04-30")
        self.assertEqual((march.points_deducted, april.points_deducted), (6, 2))
        self.assertEqual((march.name, april.name), ("HOTEL 2026-03", "HOTEL 2026-04"))

    def test_fines_act_on_performance_pay_up_to_a_fifth(self):
        """Q-57: 20 percent of the month's wage; the rest is carried over."""
        self.pay(2000)
        self.confirm("HOTEL-PT-authority", quantity=10)
        sheet = self.sheet()
        self.assertEqual((sheet.fine_amount, sheet.cut_amount, sheet.pay_after), (1000, 400, 1600))
        self.assertEqual((sheet.carried_out, sheet.written_off), (600, 0))
        self.assertIn("not_adopted", sheet._get_hold_reasons()[sheet.id])
