from datetime import date

from odoo.tests import freeze_time, tagged

from odoo.addons.service_center.tests.sla_common import local
from odoo.addons.service_scoring.tests.pack_score_common import PackScoreCase

from .source_common import SourceCase


@tagged("post_install", "-at_install")
class TestPackMallScores(PackScoreCase):
    """MALL-IGN-01 to 03 and MALL-TWICE-01 from the loaded pack."""

    pack = "mall"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.allowance = cls.env["service.score.pay.component"].search(
            [("company_id", "=", cls.company.id), ("kind", "=", "allowance")]
        )

    def test_what_it_holds(self):
        self.assertEqual(self.codes(), {"MALL-IGN-01", "MALL-TWICE-01"})
        self.assertEqual(
            self.codes("rule.step"), {"MALL-IGN-01", "MALL-IGN-02", "MALL-IGN-03", "MALL-TWICE-01"}
        )
        self.assertNamedInBothLanguages()
        self.assertEqual(
            (self.book.state, self.book.carrier, self.book.period), ("active", "employee", "month")
        )
        self.assertEqual(
            [self.rule(code).source for code in ("MALL-IGN-01", "MALL-TWICE-01")],
            ["complaint_unattended", "complaint_twice"],
        )

    def test_loaded_twice_is_once(self):
        self.assertLoadedTwiceIsOnce()

    def test_first_second_and_third_time(self):
        """MALL-IGN-01 to 03, Q-30: counted without a limit of time, and proposals only."""
        for number, (on, consequence, share) in enumerate(
            (
                ("2024-11-30", "warning", 100),
                ("2025-12-31", "major_demerit", 100),
                ("2026-03-10", "dismissal", 0),
                ("2026-03-11", "dismissal", 0),
            ),
            start=1,
        ):
            entry = self.confirm("MALL-IGN-01", on=on)
            self.assertEqual((entry.occurrence, entry.withhold_share, entry.points), (number, share, 0))
            self.assertEqual(
                entry.withhold_component_id, self.allowance if share else self.allowance.browse()
            )
            found = self.consequences(entry)
            self.assertEqual((found.kind, found.state), (consequence, "proposed"))
        other = self.confirm("MALL-IGN-01", employee_id=self.zhao.id)
        self.assertEqual((other.occurrence, self.consequences(other).kind), (1, "warning"))

    def test_what_was_taken_back_does_not_count(self):
        first = self.confirm("MALL-IGN-01", on="2026-02-01")
        first.action_reverse("The complaint was answered on the spot")
        self.assertEqual(self.consequences(first).state, "dropped")
        self.assertEqual(self.confirm("MALL-IGN-01").occurrence, 1)

    def test_the_allowance_is_withheld_once_a_month(self):
        """MALL-TWICE-01, Q-31: both rules say so, both warnings are recorded, the money goes once."""
        self.pay(5000)
        self.pay(600, self.allowance)
        ignored = self.confirm("MALL-IGN-01", on="2026-03-02")
        self.assertEqual(self.sheet().withheld_amount, 600)
        twice = self.confirm("MALL-TWICE-01", on="2026-03-20")
        self.assertEqual((twice.withhold_share, twice.withhold_component_id), (100, self.allowance))
        sheet = self.sheet()
        self.assertEqual((sheet.withheld_amount, sheet.cut_amount), (600, 600))
        self.assertEqual(self.consequences(ignored | twice).mapped("kind"), ["warning", "warning"])
        self.confirm("MALL-TWICE-01", on="2026-04-01")
        self.assertEqual(self.sheet("2026-04-15").withheld_amount, 600)

    def test_the_third_time_withholds_nothing_more(self):
        """MALL-IGN-03 is a proposal to dismiss."""
        self.pay(5000)
        self.pay(600, self.allowance)
        for on in ("2026-01-05", "2026-02-05", "2026-03-05"):
            self.confirm("MALL-IGN-01", on=on)
        self.assertEqual(
            [self.sheet(on).withheld_amount for on in ("2026-01-31", "2026-02-28", "2026-03-31")],
            [600, 600, 0],
        )


@tagged("post_install", "-at_install")
class TestPackMallProposals(SourceCase):
    """What the sources find out is proposed by the rules of the loaded pack."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["service.policy.pack"].load_pack("mall", cls.company)

    def test_the_second_confirmed_complaint_of_a_month(self):
        """MALL-TWICE-01: one is not enough, the month before does not count, a third adds nothing."""
        for on in ("2026-02-28", "2026-03-02"):
            self.find(self.complain_at(f"{on} 10:00", self.zhang))
        self.assertFalse(self.propose("complaint_twice"))
        self.find(self.complain_at("2026-03-10 10:00", self.zhang, self.li))
        entry = self.propose("complaint_twice")
        self.assertEqual((entry.employee_id, entry.rule_code), (self.zhang, "MALL-TWICE-01"))
        self.assertEqual((entry.state, entry.date), ("draft", date(2026, 3, 10)))
        self.find(self.complain_at("2026-03-11 10:00", self.zhang))
        self.assertFalse(self.propose("complaint_twice"))
        with freeze_time(local("2026-03-20 10:00")):
            entry.with_user(self.score_officer).action_confirm()
        self.assertEqual(entry.withhold_share, 100)
        self.assertEqual(entry.withhold_component_id.kind, "allowance")
