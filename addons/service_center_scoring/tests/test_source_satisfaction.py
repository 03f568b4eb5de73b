from datetime import date

from odoo.tests import tagged

from .source_common import SourceCase, local


@tagged("post_install", "-at_install")
class TestSourceSatisfaction(SourceCase):
    """CB-PAY-01, Q-48: from 80 the full bonus, from 60 to below 80 a half, below 60 none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.service_callback_minimum = 5
        cls.part, cls.none = cls.book(
            {
                "kind": "withhold",
                "points": 0,
                "source": "satisfaction",
                "measure_from": 60,
                "has_measure_to": True,
                "measure_below": 80,
            },
            {
                "kind": "withhold",
                "points": 0,
                "source": "satisfaction",
                "has_measure_to": True,
                "measure_below": 60,
            },
        )
        cls.done = cls.order_in("done")

    def answers(self, satisfied, dissatisfied, at="2026-03-10 10:00"):
        for satisfaction in ["4"] * satisfied + ["2"] * dissatisfied:
            self.make("fine", at=local(at), satisfaction=satisfaction, vals={"order_id": self.done.id})

    def test_the_bands(self):
        """4 of 5 are 80, 3 of 5 are 60; what is just below is below."""
        for month, (satisfied, dissatisfied, rule) in enumerate(
            ((4, 1, None), (7, 2, self.part), (3, 2, self.part), (4, 3, self.none), (0, 5, self.none)), 1
        ):
            self.answers(satisfied, dissatisfied, f"2026-0{month}-10 10:00")
            entries = self.propose("satisfaction", f"2026-0{month + 1}-01 09:00")
            self.assertEqual(entries.rule_id or None, rule, (satisfied, dissatisfied))
            if rule:
                self.assertEqual(entries.employee_id, self.technician)
                self.assertEqual(entries.source_key, f"satisfaction,2026-0{month}-01")

    def test_at_the_end_of_the_period(self):
        self.answers(0, 5)
        self.assertFalse(self.propose("satisfaction", "2026-03-31 23:59"))
        entry = self.propose("satisfaction", "2026-04-01 00:00")
        self.assertEqual(entry.date, date(2026, 3, 31))
        facts = entry.explanation["source"]["facts"]
        self.assertEqual((facts["satisfied"], facts["answered"], facts["mark"]), (0, 5, 0.0))
        self.assertFalse(self.propose("satisfaction", "2026-04-02 00:00"))

    def test_too_few_answers_say_nothing(self):
        self.answers(0, 4)
        self.assertFalse(self.propose("satisfaction", "2026-04-01 09:00"))
        self.answers(0, 1)
        self.assertEqual(self.propose("satisfaction", "2026-04-01 09:00").rule_id, self.none)

    def test_days_of_the_period_are_the_companys(self):
        self.answers(0, 3, "2026-03-31 23:59")
        self.answers(0, 3, "2026-04-01 00:00")
        self.assertFalse(self.propose("satisfaction", "2026-05-01 09:00"))

    def test_periods_that_close_on_a_day(self):
        self.part.rulebook_id.action_archive_version()
        self.book(
            {"source": "satisfaction", "has_measure_to": True, "measure_below": 60},
            code="CLOSING",
            closing_day=25,
        )
        self.answers(0, 5, "2026-03-25 23:00")
        self.assertFalse(self.propose("satisfaction", "2026-03-25 23:30"))
        self.assertEqual(self.propose("satisfaction", "2026-03-26 00:30").date, date(2026, 3, 25))

    def test_conditions_choose_the_answers(self):
        self.part.rulebook_id.action_archive_version()
        self.book(
            {
                "source": "satisfaction",
                "source_domain": "[('order_id', '=', False)]",
                "has_measure_to": True,
                "measure_below": 60,
            },
            code="NARROW",
        )
        self.answers(0, 5)
        self.assertFalse(self.propose("satisfaction", "2026-04-01 09:00"))
