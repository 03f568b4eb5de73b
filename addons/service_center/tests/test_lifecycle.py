from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from ..engine import lifecycle
from .common import ComplaintCase


@tagged("post_install", "-at_install")
class TestLifecycle(ComplaintCase):
    def test_from_intake_to_closing(self):
        complaint = self.complain()
        for action, state, stamp in (
            ("action_acknowledge", "acknowledged", "acknowledged_at"),
            ("action_start", "investigating", None),
            ("action_remedy", "resolving", None),
            ("action_resolve", "resolved", "resolved_at"),
            ("action_close", "closed", "closed_at"),
        ):
            with freeze_time("2026-05-02 10:00:00"):
                getattr(complaint, action)()
            self.assertEqual(complaint.state, state)
            if stamp:
                self.assertEqual(str(complaint[stamp]), "2026-05-02 10:00:00")

    def test_every_pair_of_states(self):
        """Buttons, dragging and other programs move a complaint along the steps, and no other way."""
        states = [state for state, _label in self.Complaint._fields["state"].selection]
        actions = {"remedy": "action_remedy"} | {step: f"action_{step}" for step in lifecycle.STEPS}
        for source in states:
            for name, step in lifecycle.STEPS.items():
                complaint = self.complain(state=source if source != "merged" else "new")
                if source == "merged":
                    complaint._merge_into(self.complain())
                if source in step.sources:
                    getattr(complaint, actions[name])()
                    self.assertEqual(complaint.state, step.target)
                elif not lifecycle.is_allowed(source, step.target) and source != step.target:
                    with self.assertRaises(UserError):
                        getattr(complaint, actions[name])()
                    self.assertEqual(complaint.state, source)

    def test_work_acknowledges(self):
        complaint = self.complain()
        complaint.action_start()
        self.assertTrue(complaint.acknowledged_at)
        first = complaint.acknowledged_at
        with freeze_time("2030-01-01"):
            complaint.action_resolve()
        self.assertEqual(complaint.acknowledged_at, first)

    def test_reopening_keeps_count_and_clears_the_end(self):
        complaint = self.complain()
        for count in (1, 2):
            complaint.action_resolve()
            complaint.action_close()
            complaint.action_reopen()
            self.assertRecordValues(
                complaint,
                [{"state": "investigating", "reopen_count": count, "closed_at": False, "resolved_at": False}],
            )
        self.assertTrue(complaint.acknowledged_at)

    def test_one_bad_complaint_stops_the_batch_with_its_number(self):
        good, bad = self.complain(state="resolved"), self.complain(state="new")
        with self.assertRaisesRegex(
            UserError, f"{bad.name} is “New” and cannot become “Closed”.*from: Resolved"
        ):
            (good | bad).action_close()
        self.assertEqual(good.state, "resolved")

    def test_nobody_works_on_a_complaint_about_themselves(self):
        employee = self.env["hr.employee"].create({"name": "Zhang", "user_id": self.user.id})
        complaint = self.complain(employee_ids=employee.ids, user_id=self.user.id)
        with self.assertRaisesRegex(UserError, "you are complained about"):
            complaint.with_user(self.user).action_acknowledge()
        complaint.with_user(self.officer).action_acknowledge()
        complaint.with_user(self.user).demand = "may still be read and noted"

    def test_the_dialog_asks_for_the_result(self):
        complaints = self.complain() | self.complain()
        action = complaints.with_context(default_decision="resolve").action_decide()
        form = Form(
            self.env["service.complaint.decide"].with_user(self.officer).with_context(**action["context"])
        )
        form.text = "Exchanged."
        form.save().action_confirm()
        self.assertEqual(complaints.mapped("resolution"), ["Exchanged.", "Exchanged."])
        self.assertEqual(set(complaints.mapped("state")), {"resolved"})

    def test_the_dialog_asks_for_the_reason(self):
        complaint = self.complain()
        wizard = self.env["service.complaint.decide"].create(
            {"complaint_ids": complaint.ids, "decision": "reject", "text": "Not bought here."}
        )
        wizard.action_confirm()
        self.assertRecordValues(complaint, [{"state": "rejected", "rejection_reason": "Not bought here."}])
        self.assertTrue(complaint.closed_at)
        with self.assertRaises(ValidationError):
            wizard.text = "x" * 200_001

    def test_the_chatter_tells_the_story(self):
        complaint = self.complain().with_context(tracking_disable=False)
        self.env.flush_all()
        self.env.cr.precommit.run()
        complaint.action_acknowledge()
        self.env.flush_all()
        self.env.cr.precommit.run()
        # sudo: reads what the chatter shows
        tracked = complaint.message_ids.sudo().tracking_value_ids
        self.assertIn("Acknowledged", tracked.mapped("new_value_char"))
