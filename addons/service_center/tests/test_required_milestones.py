from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .sla_common import SlaCase


@tagged("post_install", "-at_install")
class TestRequiredMilestones(SlaCase):
    """A policy requires milestones before a complaint is closed, though it sets no limit for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules.unlink()  # everybody may decide: authority has its own tests
        cls.sheet, cls.measure = cls.env["service.sla.metric"].create(
            [
                {"code": "sheet_issued", "name": "Sheet issued"},
                {"code": "permanent_measure", "name": "Permanent measure", "sequence": 60},
            ]
        )
        cls.severity = cls.env["service.severity"].create({"code": "T", "name": "Grave", "sequence": 5})
        cls.flag = cls.env["service.risk.flag"].create(
            {"code": "t_grave", "name": "Grave", "severity_id": cls.severity.id}
        )
        cls.asking = cls.env["service.sla.policy"].create(
            {
                "code": "ASK",
                "name": "Grave cases",
                "model": "service.complaint",
                "severity_ids": cls.severity.ids,
                "required_metric_ids": (cls.sheet | cls.measure).ids,
            }
        )

    def grave(self, **vals):
        return self.complain(flag_ids=self.flag.ids, user_id=self.user.id, **vals)

    def test_it_cannot_be_closed_before(self):
        complaint = self.grave()
        complaint.action_resolve()
        with self.assertRaisesRegex(UserError, "“Sheet issued”.*Grave cases"):
            complaint.action_close()
        complaint.with_user(self.user).action_reach_milestone("sheet_issued")
        with self.assertRaisesRegex(UserError, "Permanent measure"):
            complaint.action_close()
        complaint.action_reach_milestone("permanent_measure")
        complaint.action_close()
        self.assertEqual(complaint.state, "closed")

    def test_it_is_offered_and_told_without_a_limit(self):
        complaint = self.grave()
        self.assertFalse(self.clocks(complaint, "sheet_issued"))
        self.assertEqual(
            [offered["code"] for offered in complaint.with_user(self.user).sla_milestones],
            ["sheet_issued", "permanent_measure"],
        )
        self.assertEqual(complaint.missing_milestones, "Sheet issued, Permanent measure")
        complaint.action_reach_milestone("sheet_issued")
        self.env.invalidate_all()
        self.assertEqual(complaint.missing_milestones, "Permanent measure")

    def test_why(self):
        said = {item["code"]: item for item in self.grave().get_explanation()}["milestones"]
        self.assertEqual(said["value"], "Permanent measure, Sheet issued")
        self.assertIn("Grave cases", said["how"])
        complaint = self.grave()
        complaint.flag_ids = False
        said = {item["code"]: item for item in complaint.get_explanation()}["milestones"]
        self.assertEqual(said["value"], "None")
        self.assertIn("certain severities", str(said["rejected"]))

    def test_others_close_without(self):
        complaint = self.complain()
        complaint.action_resolve()
        complaint.action_close()
        self.assertNotIn("milestones", complaint.explanation or {})
        history = self.grave(is_history=True)
        history.action_resolve()
        history.action_close()
        archived = self.grave()
        self.asking.active = False
        archived.action_resolve()
        archived.action_close()

    def test_facts_that_come_with_the_closing_count(self):
        complaint = self.complain()
        complaint.action_resolve()
        with self.assertRaisesRegex(UserError, "Sheet issued"):
            complaint.write({"state": "closed", "flag_ids": self.flag.ids})
        with self.assertRaisesRegex(UserError, "Sheet issued"):
            self.grave(state="closed")

    def test_rejecting_needs_none(self):
        complaint = self.grave()
        complaint.action_reject()
        self.assertEqual(complaint.state, "rejected")

    def test_a_reopened_case_keeps_what_it_reached(self):
        complaint = self.grave()
        for code in ("sheet_issued", "permanent_measure"):
            complaint.action_reach_milestone(code)
        complaint.action_resolve()
        complaint.action_close()
        complaint.action_reopen()
        complaint.action_resolve()
        complaint.action_close()
        self.assertEqual(complaint.reopen_count, 1)

    def test_closing_cannot_be_required(self):
        close = self.env["service.sla.metric"]._find(self.company, "close")
        with self.assertRaisesRegex(ValidationError, "closed by closing"):
            self.asking.required_metric_ids = close

    def test_a_milestone_of_the_document_itself(self):
        """What a step brings with it is reached by that step."""
        self.asking.required_metric_ids = self.env["service.sla.metric"]._find(self.company, "resolve")
        complaint = self.grave()
        self.assertFalse(complaint.sla_milestones)
        complaint.action_resolve()
        complaint.action_close()

    def test_packs_carry_it(self):
        columns = self.env["service.policy.pack"]._get_pack_columns("service.sla.policy")
        self.assertEqual(columns["required_metric_ids"].comodel, "service.sla.metric")
