from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .routing_common import RoutingCase


@tagged("post_install", "-at_install")
class TestSeverity(RoutingCase):
    def assertSeverity(self, complaint, severity, is_major=False):
        self.assertEqual((complaint.severity_id, complaint.is_major), (severity, is_major))

    def raise_severity(self, complaint, severity, user=None, reason="The mayor called."):
        dialog = (
            self.env["service.complaint.raise"]
            .with_user(user or self.officer)
            .create({"complaint_id": complaint.id, "severity_id": severity.id, "reason": reason})
        )
        return dialog.action_confirm()

    def test_the_highest_flag_counts(self):
        none = self.env["service.severity"]
        self.assertSeverity(self.complain(), none)
        self.assertSeverity(self.complain(flag_ids=self.published.ids), self.level_b)
        self.assertSeverity(self.complain(flag_ids=(self.published | self.food).ids), self.level_a, True)

    def test_a_flag_that_yields(self):
        """CARMK: what may attract the press is A, what is published already is B."""
        complaint = self.complain(flag_ids=self.press.ids)
        self.assertSeverity(complaint, self.level_a)
        complaint.flag_ids |= self.published
        self.assertSeverity(complaint, self.level_b)

    def test_flags_that_change(self):
        complaint = self.complain(flag_ids=self.food.ids)
        complaint.flag_ids = False
        self.assertSeverity(complaint, self.env["service.severity"])
        self.food.severity_id = self.level_b
        complaint.flag_ids = self.food
        self.assertSeverity(complaint, self.level_b, True)
        self.assertEqual(complaint.explanation["severity"]["rule"], "food_poisoning")

    def test_an_officer_raises_with_a_reason(self):
        complaint = self.complain(flag_ids=self.published.ids)
        form = Form(
            self.env["service.complaint.raise"]
            .with_user(self.officer)
            .with_context(**complaint.action_raise_severity()["context"])
        )
        form.severity_id = self.level_a
        form.reason = "The mayor called."
        form.save().action_confirm()
        self.assertSeverity(complaint, self.level_a)
        entry = complaint.explanation["severity"]
        self.assertEqual((entry["decision"], entry["value"]), ("raised", "A"))
        self.assertEqual(entry["facts"]["raised_by"], self.officer.id)
        self.assertNotIn("mayor", str(complaint.explanation))
        said = complaint.get_explanation()[1]
        self.assertIn({"label": "Reason", "text": "The mayor called."}, said["facts"])
        self.assertEqual([item["value"] for item in said["former"]], ["Level B"])

    def test_only_upward(self):
        complaint = self.complain(flag_ids=self.food.ids)
        for severity in (self.level_b, self.level_a):
            with self.assertRaisesRegex(UserError, "can only be raised"):
                self.raise_severity(complaint, severity)
        raised = self.complain()
        self.raise_severity(raised, self.level_a)
        with self.assertRaisesRegex(UserError, "can only be raised"):
            self.raise_severity(raised, self.level_b)

    def test_a_raise_stays_until_the_flags_are_above_it(self):
        complaint = self.complain()
        self.raise_severity(complaint, self.level_b)
        complaint.amount_at_stake = 5
        self.assertSeverity(complaint, self.level_b)
        complaint.flag_ids = self.food
        self.assertSeverity(complaint, self.level_a, True)
        reasons = {item["rule"]: item for item in complaint.explanation["severity"]["rejected"]}
        self.assertEqual(reasons["raise"]["because"]["code"], "raise_not_above")
        complaint.flag_ids = False
        self.assertSeverity(complaint, self.level_b)

    def test_who_may_raise(self):
        complaint = self.complain(user_id=self.user.id)
        with self.assertRaises(AccessError):
            self.raise_severity(complaint, self.level_a, self.user)
        with self.assertRaises(AccessError):
            complaint.with_user(self.user)._raise_severity(self.level_a, "x")
        with self.assertRaisesRegex(UserError, "reason"):
            self.raise_severity(complaint, self.level_a, reason="  ")
        with self.assertRaisesRegex(UserError, "History"):
            self.raise_severity(self.complain(is_history=True), self.level_a)

    def test_the_severity_of_another_company_is_refused(self):
        foreign = self.env["service.severity"].create(
            {"code": "A", "name": "A", "sequence": 50, "company_id": self.other_company.id}
        )
        with self.assertRaises(UserError):
            self.complain()._raise_severity(foreign, "x")
        with self.assertRaises(AccessError):
            self.raise_severity(self.complain(), foreign)
