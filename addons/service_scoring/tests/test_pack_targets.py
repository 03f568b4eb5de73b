from odoo.tests import tagged

from .pack_score_common import PackScoreCase


class PackTargetCase(PackScoreCase):
    """Targets of a pack as it comes, with results that people enter."""

    def result(self, target, value, on):
        """A confirmed result of a new employee."""
        employee = self.env["hr.employee"].create({"name": "Staff", "company_id": self.company.id})
        result = self.env["service.score.result"].create(
            {
                "target_id": self.of("target", target).id,
                "employee_id": employee.id,
                "date_from": on,
                "value": value,
                "reason": "Told by the department",
            }
        )
        result.with_user(self.officer).action_confirm()
        return result

    def commission(self, *args):
        return sum(self.result(*args).commission_ids.mapped("amount"))


@tagged("post_install", "-at_install")
class TestPackHotelTargets(PackTargetCase):
    """HOTEL-TGT-01, HOTEL-TGT-02 and HOTEL-CUS-01 from the loaded pack."""

    pack = "hotel"

    def test_base_sales(self):
        """HOTEL-TGT-01, Q-18: only what is above 100,000 earns, at a rate of 0 until it is set."""
        for value in (99999.99, 100000, 100000.01, 250000):
            self.assertEqual(self.commission("HOTEL-TGT-01", value, "2026-03-01"), 0, value)
        band = self.of("target.band", "HOTEL-TGT-01")
        band.with_user(self.manager).commission_rate = 5
        for value, amount in ((99999.99, 0), (100000, 0), (100001, 0.05), (250000, 7500)):
            self.assertEqual(self.commission("HOTEL-TGT-01", value, "2026-03-01"), amount, value)

    def test_membership_sales(self):
        """HOTEL-TGT-02: 3 % of all of it, paid with the sheet of the month."""
        self.assertFalse(self.of("target", "HOTEL-TGT-02").is_measured)
        for value, amount in ((0, 0), (0.01, 0), (1, 0.03), (16800, 504)):
            self.assertEqual(self.commission("HOTEL-TGT-02", value, "2026-03-01"), amount, value)
        result = self.result("HOTEL-TGT-02", 1000, "2026-03-01")
        sheet = self.sheet(employee=result.employee_id)
        self.assertEqual((sheet.bonus_amount, sheet.commission_amount), (30, 30))

    def test_new_customers_of_a_week(self):
        """HOTEL-CUS-01: 20 are enough, 19 are a breach of the regulation on customers."""
        for value, rules in ((19, ["HOTEL-PT-customer"]), (20, []), (0, ["HOTEL-PT-customer"])):
            result = self.result("HOTEL-CUS-01", value, "2026-03-04")
            self.assertEqual(result.entry_ids.mapped("rule_code"), rules, value)
        self.assertEqual(
            (str(result.date_from), str(result.date_to), result.entry_ids.points),
            ("2026-03-02", "2026-03-08", -5),
        )

    def test_named_in_both_languages(self):
        for target in self.codes("target"):
            for name in ("name", "unit"):
                self.assertFalse(self.of("target", target).with_context(lang="zh_CN")[name].isascii())
        self.assertLoadedTwiceIsOnce()


@tagged("post_install", "-at_install")
class TestPackAfterSalesTargets(PackTargetCase):
    """ASC-SR-04, ASC-SR-05, ASC-SP-06, ASC-RR-02, ASC-RR-03 and ASC-RP-02 from the loaded pack."""

    pack = "after_sales_centre"

    def rules(self, target, value, on="2025-01-01"):
        result = self.result(target, value, on)
        self.assertLessEqual(set(result.entry_ids.mapped("date")), {result.date_to})
        return sorted(result.entry_ids.mapped("rule_code"))

    def test_first_half(self):
        """ASC-SR-04, ASC-SP-06, ASC-RP-02: reached at 100 %, a demerit below 70 %; not in the second half."""
        targets = self.of("target", "ASC-SR-04-half") | self.of("target", "ASC-RR-03-half")
        targets.value = 1000
        for value, sales, hours in (
            (0, ["ASC-SP-06-half"], ["ASC-RP-02-half"]),
            (699.99, ["ASC-SP-06-half"], ["ASC-RP-02-half"]),
            (700, [], []),
            (999.99, [], []),
            (1000, ["ASC-SR-04-half"], []),
        ):
            self.assertEqual(self.rules("ASC-SR-04-half", value), sales, value)
            self.assertEqual(self.rules("ASC-RR-03-half", value), hours, value)
        self.assertFalse(targets[0].with_user(self.officer).measure_period("2025-07-01"))

    def test_full_year(self):
        """Q-42: the merit for more is added to that for reaching it; 50 % belongs to the higher band."""
        for reached, more, most, missed in (
            ("ASC-SR-04-year", "ASC-SR-05-merit", "ASC-SR-05-major", "ASC-SP-06-year"),
            ("ASC-RR-03-year", "ASC-RR-03-merit", "ASC-RR-03-major", "ASC-RP-02-year"),
        ):
            self.of("target", reached).value = 1000
            for value, rules in (
                (799.99, [missed]),
                (800, []),
                (999.99, []),
                (1000, [reached]),
                (1199.99, [reached]),
                (1200, [reached, more]),
                (1499.99, [reached, more]),
                (1500, [reached, most]),
            ):
                self.assertEqual(self.rules(reached, value), sorted(rules), value)

    def test_a_merit_is_an_award_of_the_last_day(self):
        self.of("target", "ASC-SR-04-year").value = 1000
        result = self.result("ASC-SR-04-year", 1500, "2025-01-01")
        result.entry_ids.with_user(self.officer).action_confirm()
        awards = self.env["service.score.award"].search([("employee_id", "=", result.employee_id.id)])
        self.assertEqual(
            {(award.kind, str(award.date), award.state) for award in awards},
            {("merit", "2025-12-31", "confirmed"), ("major_merit", "2025-12-31", "confirmed")},
        )

    def test_no_target_was_set(self):
        self.assertEqual(self.rules("ASC-SR-04-year", 5000), [])

    def test_extra_services(self):
        """ASC-RR-02: a fifth of the net income."""
        for value, amount in ((0, 0), (0.02, 0), (0.03, 0.01), (500, 100)):
            self.assertEqual(self.commission("ASC-RR-02", value, "2026-03-01"), amount, value)
