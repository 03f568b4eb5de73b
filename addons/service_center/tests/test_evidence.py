from odoo import fields
from odoo.tests import freeze_time, tagged

from .sla_common import SlaCase, local


@tagged("post_install", "-at_install")
class TestEvidence(SlaCase):
    """What ISO 10002 asks to be shown later: when, how, by whom, in which words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules.unlink()  # everybody may decide: authority has its own tests

    def rows(self, complaint):
        sections = complaint.with_user(self.officer)._get_case_file()
        evidence = next(section for section in sections if section.code == "evidence")
        return list(evidence.rows)

    def test_who_took_notice(self):
        complaint = self.complain(user_id=self.user.id)
        complaint.with_user(self.user).action_start()
        self.assertEqual(complaint.acknowledged_by_id, self.user)
        complaint.with_user(self.officer).write({"acknowledged_by_id": self.officer.id})
        self.assertEqual(complaint.acknowledged_by_id, self.user, "by the step only")
        waiting = self.complain(state="new", user_id=False)
        waiting._as_public().browse(waiting.id).action_start()
        self.assertFalse(waiting.acknowledged_by_id, "nobody's name for a page of customers")

    def test_who_told_the_decision(self):
        complaint = self.complain(user_id=self.user.id, resolution="Exchanged.")
        complaint.action_resolve()
        complaint.with_user(self.user).write(
            {"decision_sent_at": fields.Datetime.now(), "decision_sent_how": "phone"}
        )
        self.assertEqual(complaint.decision_sent_by_id, self.user)
        self.assertIn(("Telephone", self.user.name, "Exchanged."), [row[2:] for row in self.rows(complaint)])
        complaint.action_reopen()
        self.assertRecordValues(
            complaint,
            [{"decision_sent_at": False, "decision_sent_how": False, "decision_sent_by_id": False}],
        )

    def test_all_of_it_in_the_file(self):
        with freeze_time(local("2026-03-02 09:00")):
            complaint = self.complain(
                partner_id=self.customer.id,
                contact_name=False,
                user_id=self.user.id,
                channel="regulator",
                regulator_kind="12345",
                regulator_name="City hotline",
                regulator_number="XA-77",
                regulator_deadline=local("2026-03-05 12:00"),
                resolution="Exchanged.",
            )
            complaint.with_user(self.user).action_acknowledge()
            complaint.action_resolve()
            complaint.write({"decision_sent_at": fields.Datetime.now(), "decision_sent_how": "email"})
            complaint.with_user(self.user)._record_answer("accepted", "phone", "She agrees")
            reply = self.env["service.regulator.reply"].create({"complaint_id": complaint.id})
            reply._record_sent(fields.Datetime.now(), "platform")
            complaint.action_close()
            complaint._customer_rate("4", "Quick", "link")
        said = [row[0] for row in self.rows(complaint)]
        self.assertEqual(said[:3], ["Acknowledged", "Decision told", "Settlement: Accepted"])
        self.assertTrue(said[3].startswith("Satisfaction asked on"))
        self.assertTrue(said[3].endswith("Satisfied"))
        self.assertEqual(said[4], "Reply to City hotline")
        sections = {section.code: section for section in complaint.with_user(self.officer)._get_case_file()}
        self.assertIn("XA-77", str(sections["authority"].rows))

    def test_a_rejection_names_reasons_and_recourse(self):
        complaint = self.complain()
        complaint.action_reject()
        complaint.write({"decision_sent_at": fields.Datetime.now(), "decision_sent_how": "letter"})
        rows = {row[0]: row for row in self.rows(complaint)}
        self.assertEqual(rows["Decision told"][4], "Not bought here.")
        self.assertIn("12315", rows["Further recourse named"][4])

    def test_a_question_without_answer(self):
        complaint = self.complain()
        complaint.action_resolve()
        complaint.action_close()
        self.assertIn("no answer", str(self.rows(complaint)))
