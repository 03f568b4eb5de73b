from odoo.tests import freeze_time, tagged

from .source_common import SourceCase, local


@tagged("post_install", "-at_install")
class TestSourceMall(SourceCase):
    """MALL-IGN and MALL-TWICE from the loaded pack, from the event to the proposed consequence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["service.policy.pack"].load_pack("mall", cls.company)
        cls.handler = cls.env["hr.employee"].create({"name": "Handler", "user_id": cls.user.id})
        policy = cls.env["service.sla.policy"].create(
            {"code": "P", "name": "Ordinary", "sequence": 1, "model": "service.complaint"}
        )
        cls.env["service.sla.target"].create(
            {"policy_id": policy.id, "metric": "acknowledge", "value": 2, "unit": "clock_hours"}
        )

    def consequences(self, entry):
        return self.env["service.score.consequence"].search([("entry_id", "=", entry.id)])

    def test_unattended_once_twice_thrice(self):
        """Warning, major demerit, proposal to dismiss; a manager says that it was so (Q-30)."""
        for day, (kind, share) in enumerate(
            (("warning", 100), ("major_demerit", 100), ("dismissal", 0)), start=10
        ):
            self.complain_at(f"2026-03-{day} 10:00", user_id=self.user.id)
            with freeze_time(local(f"2026-03-{day} 13:00")):
                self.run_clocks()
            entry = self.propose("complaint_unattended", f"2026-03-{day} 14:00")
            self.assertEqual((entry.rule_code, entry.employee_id), ("MALL-IGN-01", self.handler))
            self.assertFalse(self.consequences(entry))
            entry.with_user(self.score_manager).action_confirm()
            found = self.consequences(entry)
            self.assertEqual((found.kind, found.state), (kind, "proposed"))
            self.assertEqual(entry.withhold_share, share)
            self.assertEqual(entry.withhold_component_id.kind, "allowance" if share else False)

    def test_what_a_manager_does_not_confirm_is_not_counted(self):
        for day in ("10", "11"):
            self.complain_at(f"2026-03-{day} 10:00", user_id=self.user.id)
        with freeze_time(local("2026-03-11 13:00")):
            self.run_clocks()
        first, second = self.propose("complaint_unattended", "2026-03-11 14:00").sorted("date")
        first.with_user(self.score_manager).action_reject("The line was down.")
        second.with_user(self.score_manager).action_confirm()
        self.assertEqual(self.consequences(second).kind, "warning")

    def test_twice_in_a_month(self):
        """An administrative warning and the month's allowance, once a month (Q-31)."""
        for day in ("02", "20", "25"):
            self.find(self.complain_at(f"2026-03-{day} 10:00", self.zhang), at="2026-03-26 10:00")
        entry = self.propose("complaint_twice", "2026-03-27 09:00")
        self.assertEqual((len(entry), entry.rule_code), (1, "MALL-TWICE-01"))
        entry.with_user(self.score_officer).action_confirm()
        self.assertEqual(self.consequences(entry).kind, "warning")
        self.assertEqual((entry.withhold_component_id.kind, entry.withhold_share), ("allowance", 100))
