from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .source_common import SourceCase, local


@tagged("post_install", "-at_install")
class TestSourceClock(SourceCase):
    """Deadlines that passed: a hint, which a manager looks into (MALL-IGN, Q-30)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.handler, cls.second = cls.env["hr.employee"].create(
            [
                {"name": "Handler", "user_id": cls.user.id},
                {"name": "Colleague", "user_id": cls.colleague.id},
            ]
        )
        cls.policy = cls.env["service.sla.policy"].create(
            {"code": "P", "name": "Ordinary", "sequence": 1, "model": "service.complaint"}
        )
        cls.env["service.sla.target"].create(
            [
                {"policy_id": cls.policy.id, "metric": "acknowledge", "value": 2, "unit": "clock_hours"},
                {"policy_id": cls.policy.id, "metric": "resolve", "value": 24, "unit": "clock_hours"},
            ]
        )
        cls.unattended, cls.overdue = cls.book(
            {"source": "complaint_unattended"},
            {"source": "clock_overdue", "source_domain": "[('metric', '=', 'resolve')]"},
        )

    def late(self, at="2026-03-10 10:00", user=None, **vals):
        complaint = self.complain_at(at, user_id=(user or self.user).id, **vals)
        with freeze_time(local("2026-03-12 10:00")):
            self.run_clocks()
        return complaint

    def test_an_overdue_first_response(self):
        complaint = self.late()
        entry = self.propose("complaint_unattended")
        self.assertRecordValues(
            entry,
            [
                {
                    "rule_id": self.unattended.id,
                    "employee_id": self.handler.id,
                    "date": date(2026, 3, 10),
                    "res_id": complaint.id,
                    "source_key": f"service.complaint,{complaint.id},unattended",
                }
            ],
        )
        self.assertFalse(self.propose("complaint_unattended"))
        self.assertIn("Acknowledge", str(entry.get_explanation()))

    def test_conditions_choose_the_milestone(self):
        """An acknowledgement that was late, too, does not hide the answer that the rule is about."""
        self.env["service.sla.target"].create(
            {"policy_id": self.policy.id, "metric": "respond", "value": 26, "unit": "clock_hours"}
        )
        answers = self.book(
            {"source": "complaint_unattended", "source_domain": "[('metric', '=', 'respond')]"},
            code="ANSWERS",
        )
        self.late()
        entries = self.propose("complaint_unattended").sorted("date")
        self.assertRecordValues(
            entries,
            [
                {"rule_id": self.unattended.id, "date": date(2026, 3, 10)},
                {"rule_id": answers.id, "date": date(2026, 3, 11)},
            ],
        )

    def test_only_a_manager_confirms_it(self):
        self.late()
        entry = self.propose("complaint_unattended")
        with self.assertRaisesRegex(UserError, "manager"):
            entry.with_user(self.score_officer).action_confirm()
        self.second.parent_id = self.env["hr.employee"].create(
            {"name": "Leader's leader", "user_id": self.score_officer.id}
        )
        self.handler.parent_id = self.second
        entry.with_user(self.score_officer).action_confirm()
        self.assertEqual(entry.state, "confirmed")
        self.late("2026-03-11 08:00")
        again = self.propose("complaint_unattended")
        self.second.parent_id = self.handler  # a circle ends
        with self.assertRaisesRegex(UserError, "manager"):
            again.with_user(self.score_officer).action_confirm()
        again.with_user(self.score_manager).action_confirm()
        self.assertEqual(again.state, "confirmed")

    def test_who_left_is_still_meant(self):
        """The proposal stays when the employee leaves: their last month is still to be paid."""
        self.late()
        entry = self.propose("complaint_unattended")
        self.handler.action_archive()
        self.propose("complaint_unattended")
        self.assertEqual(entry.state, "draft")

    def test_in_time_is_no_hint(self):
        complaint = self.complain_at("2026-03-10 10:00", user_id=self.user.id)
        with freeze_time(local("2026-03-10 12:00")):
            complaint.action_acknowledge()
            self.run_clocks()
        self.assertFalse(self.propose("complaint_unattended"))

    def test_a_late_answer_is_still_late(self):
        complaint = self.late()
        with freeze_time(local("2026-03-12 11:00")):
            complaint.action_acknowledge()
        self.assertEqual(self.propose("complaint_unattended").employee_id, self.handler)

    def test_who_had_it_when_the_deadline_passed(self):
        """Whoever takes over a late case is not blamed for it."""
        complaint = self.late()
        self.cr.flush()  # what is created is not tracked until then
        with freeze_time(local("2026-03-12 10:00")):
            complaint.with_context(tracking_disable=False).user_id = self.colleague
            self.env.flush_all()
            self.cr.flush()  # writes what was tracked
        changes = self.Source._get_changes(complaint, "user_id")
        self.assertEqual(changes, {complaint.id: [(local("2026-03-12 10:00"), self.user.id)]})
        self.assertEqual(self.propose("complaint_unattended").employee_id, self.handler)
        self.assertEqual(complaint.user_id, self.colleague)

    def test_who_had_it_before_the_method_of_the_team_gave_it_away(self):
        team = self.env["service.team"].create(
            {
                "code": "t_turns",
                "name": "Desk",
                "member_ids": (self.user | self.colleague).ids,
                "assignment": "rotation",
            }
        )
        complaint = self.complain_at("2026-03-10 10:00", team_id=team.id)
        first = complaint.user_id
        with freeze_time(local("2026-03-12 10:00")):
            self.run_clocks()
            complaint.with_user(self.officer).action_assign()
        self.assertNotEqual(complaint.user_id, first)
        self.assertEqual(self.propose("complaint_unattended").employee_id.user_id, first)

    def test_what_nobody_had_proposes_nothing(self):
        complaint = self.late()
        complaint.user_id = False
        self.assertFalse(self.propose("complaint_unattended"))
        complaint.user_id = self.officer  # who is no employee
        self.assertFalse(self.propose("complaint_unattended"))

    def test_what_was_past_when_it_was_entered(self):
        with freeze_time(local("2026-03-12 10:00")):
            self.complain(user_id=self.user.id, received_at=local("2026-03-10 10:00"))
            self.run_clocks()
        self.assertFalse(self.propose("complaint_unattended"))

    def test_any_deadline(self):
        complaint = self.late()
        entry = self.propose("clock_overdue")
        self.assertRecordValues(
            entry, [{"rule_id": self.overdue.id, "date": date(2026, 3, 11), "res_id": complaint.id}]
        )
        self.assertTrue(entry.source_key.startswith("service.sla.clock,"))
