from datetime import date

from odoo.tests import TransactionCase, freeze_time, tagged


@tagged("post_install", "-at_install")
class TestSequence(TransactionCase):
    """Numbers are drawn in bulk, per company and year of the company's time zone (decisions 5)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Sequence = cls.env["ir.sequence"]
        cls.company = cls.env["res.company"].create({"name": "Shanghai Ltd"})
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"

    def take(self, count, company=None):
        return self.Sequence._service_take("service.test", company or self.company, count)

    @freeze_time("2026-06-01")
    def test_drawn_in_one_go(self):
        self.assertEqual(self.take(3), ["00001", "00002", "00003"])
        self.assertEqual(self.take(0), [])
        self.assertEqual(self.take(1), ["00004"])
        with self.assertQueryCount(1):
            self.assertEqual(self.take(500)[-1], "00504")

    @freeze_time("2026-06-01")
    def test_changed_sequences_hold_at_once(self):
        self.take(2)
        sequence = self.Sequence._service_sequence("service.test", self.company)
        sequence.write({"prefix": "N", "padding": 3})
        self.assertEqual(self.take(1), ["N003"])
        sequence.prefix = "%(current_year)s-"
        self.assertEqual(self.take(1), ["2026-004"])
        sequence.active = False
        self.assertEqual(self.take(1), ["00001"])

    @freeze_time("2026-06-01")
    def test_one_whose_making_is_taken_back(self):
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.take(1)
            self.assertEqual(self.take(1), ["00002"])  # found, and remembered
            raise ZeroDivisionError
        self.env.invalidate_all()
        self.assertEqual(self.take(2), ["00001", "00002"])

    @freeze_time("2026-06-01")
    def test_companies_count_for_themselves(self):
        self.take(2)
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self.take(1, other), ["00001"])

    def test_the_year_is_that_of_the_company(self):
        sequence = self.Sequence._service_sequence("service.test", self.company)
        sequence.prefix = "T/%(range_year)s/"
        with freeze_time("2026-12-31 15:59:59"):
            self.assertEqual(self.take(1), ["T/2026/00001"])
        with freeze_time("2026-12-31 16:00:00"):  # midnight in Shanghai
            self.assertEqual(self.take(2), ["T/2027/00001", "T/2027/00002"])

    def test_no_gap_sequences_work_too(self):
        self.Sequence._service_sequence("service.test", self.company).implementation = "no_gap"
        self.assertEqual(self.take(2), ["00001", "00002"])

    def test_next_years_range_is_made_ahead(self):
        with freeze_time("2026-12-10"):
            sequence = self.Sequence._service_sequence("service.test", self.company)
            with self.enter_registry_test_mode():
                self.env.ref("service_kernel.cron_service_sequences").method_direct_trigger()
        self.assertIn(date(2027, 1, 1), sequence.date_range_ids.mapped("date_from"))

    def test_time_zone_of_a_company(self):
        self.assertEqual(self.company._service_tz(), "Asia/Shanghai")
        self.company.resource_calendar_id = False
        self.company.partner_id.tz = False
        self.assertEqual(self.company._service_tz(), "UTC")
