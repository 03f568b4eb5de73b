from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from ..engine import corrective_action as engine
from .corrective_common import DUE, CorrectiveCase


@tagged("post_install", "-at_install")
class TestCorrectiveSteps(CorrectiveCase):
    """Steps and what each of them asks for."""

    def test_from_the_complaint_to_the_end(self):
        opened = self.complaint.with_user(self.user).action_open_corrective_actions()
        form = Form(
            self.env["service.corrective.action"].with_user(self.user).with_context(**opened["context"])
        )
        form.title = "Heels break off"
        action = form.save()
        self.assertRegex(action.name, r"^CAR/\d{4}/\d{5}$")
        self.assertEqual((action.complaint_ids, action.leader_id), (self.complaint, self.user))
        self.assertEqual(self.complaint.corrective_action_count, 1)
        self.assertEqual(self.complaint.action_open_corrective_actions()["res_id"], action.id)

    def test_the_straight_way(self):
        with freeze_time("2026-03-10 10:00:00"):
            action = self.to("closed", check_days=42)
        self.assertRecordValues(
            action,
            [
                {
                    "state": "closed",
                    "submitted_by_id": self.leader.id,
                    "approved_by_id": self.manager.id,
                    "implemented_by_id": self.leader.id,
                    "checked_by_id": self.checker.id,
                    "check_result": "effective",
                    "check_due_date": date(2026, 4, 21),
                    "round": 1,
                    "sent_back_count": 0,
                    "next_due_date": False,
                }
            ],
        )
        self.assertEqual(action.review_ids.mapped("kind"), ["approve", "confirm"])

    def test_no_other_way(self):
        steps = {
            "start": lambda action: action.action_start(),
            "submit": lambda action: action.action_submit(),
            "send_back": lambda action: action._send_back("x"),
            "approve": lambda action: action.action_approve(),
            "implement": lambda action: action.action_implement(),
            "confirm": lambda action: action._judge_effect(True, "x"),
            "fail": lambda action: action._judge_effect(False, "x"),
            "close": lambda action: action.action_close(),
            "cancel": lambda action: action._cancel("x"),
            "restart": lambda action: action.action_restart(),
        }
        self.assertEqual(steps.keys(), engine.STEPS.keys())
        for state in dict(self.Action._fields["state"].selection):
            action = self.to("analysis" if state == "cancelled" else state)
            if state == "cancelled":
                action.with_user(self.officer)._cancel("x")
            for name, step in steps.items():
                if not engine.is_possible(name, state):
                    with self.assertRaisesRegex(UserError, "possible from"):
                        step(action.sudo())
                    self.assertEqual(action.state, state)

    def test_what_is_missing_is_said_before_and_when_refusing(self):
        action = self.act(leader_id=False).with_user(self.officer)
        self.assertEqual(
            action.next_step_missing, "D1: name the leader of the team.\nD2: describe the problem."
        )
        with self.assertRaisesRegex(UserError, "D1: name the leader.*\n.*D2: describe the problem"):
            action.action_start()
        action = self.to("analysis")
        self.assertFalse(action.next_step_missing)
        for line, name, value, sentence in (
            (action.containment_ids, "done_on", DUE, "D3: carry out every"),
            (action.cause_ids, "is_verified", True, "D4: verify"),
        ):
            line[name] = False
            self.assertRegex(action.next_step_missing, sentence)
            with self.assertRaisesRegex(UserError, sentence):
                action.action_submit()
            line[name] = value
        for lines, sentence in (
            (action.measure_ids, "D5: enter the permanent"),
            (action.cause_ids, "D4: enter the root"),
            (action.containment_ids, "D3: enter what protects"),
        ):
            lines.unlink()
            with self.assertRaisesRegex(UserError, sentence):
                action.action_submit()
        action.containment_waiver = "No pair is left"
        self.assertNotIn("D3", action.next_step_missing)

    def test_carrying_out_needs_evidence(self):
        action = self.to("approved")
        with self.assertRaisesRegex(UserError, "D6: carry out every permanent action"):
            action.action_implement()
        action.measure_ids.with_user(self.worker).action_done()
        with self.assertRaisesRegex(UserError, "D6: enter the evidence"):
            action.action_implement()
        action.measure_ids.with_user(self.worker).evidence = "Photo"
        action.action_implement()
        self.assertEqual(action.measure_ids.done_by_id, self.worker)

    def test_closing_needs_prevention(self):
        action = self.to("effective")
        with self.assertRaisesRegex(UserError, "D7"):
            action.action_close()
        self.close(action)
        self.assertTrue(action.closed_at)

    def test_the_status_is_not_written(self):
        action = self.to("review")
        with self.assertRaisesRegex(UserError, "use its buttons"):
            action.with_user(self.manager).state = "approved"
        action.write({"approved_by_id": self.manager.id, "round": 7, "author_ids": False})
        self.assertFalse(action.approved_by_id)
        self.assertEqual(action.round, 1)
        self.assertTrue(action.author_ids)
        self.assertEqual(self.act(state="closed").state, "draft")

    def test_what_was_approved_stays(self):
        action = self.to("approved")
        for change in (
            lambda: action.write({"problem": "Other"}),
            lambda: action.cause_ids.write({"name": "Other"}),
            lambda: action.cause_ids.unlink(),
            lambda: action.measure_ids.write({"name": "Nothing"}),
            lambda: action.write({"measure_ids": [(0, 0, {"name": "More", **self.task()})]}),
            lambda: action.containment_ids.write({"done_on": False}),
        ):
            with self.assertRaisesRegex(UserError, "can be changed only in: Draft, Analysis"):
                change()
        action.measure_ids.user_id = self.checker
        in_analysis = self.to("analysis")
        with self.assertRaisesRegex(UserError, "can be changed only in: Approved"):
            in_analysis.measure_ids.done_on = DUE

    def test_due_dates(self):
        action = self.to("analysis")
        self.assertFalse(action.next_due_date, "containment is done")
        action.containment_ids.done_on = False
        self.assertEqual(action.next_due_date, date(2026, 3, 20))
        action.containment_ids.done_on = DUE
        action.action_submit()
        self.assertFalse(action.next_due_date)
        action.with_user(self.manager).action_approve()
        self.assertEqual(action.next_due_date, date(2026, 3, 20))
        for day, overdue in (("2026-03-20 10:00:00", False), ("2026-03-21 10:00:00", True)):
            with freeze_time(day):
                action.measure_ids.invalidate_recordset(["is_overdue"])
                self.assertEqual(action.measure_ids.is_overdue, overdue)
                found = self.Action.search([("id", "=", action.id), ("next_due_date", "<", "today")])
                self.assertEqual(bool(found), overdue)

    def test_people_without_a_role_are_not_named(self):
        for vals in ({"leader_id": self.employee.id}, {"member_ids": self.employee.ids}):
            with self.assertRaisesRegex(ValidationError, "has no role in Service Center"):
                self.act(**vals)
        action = self.to("analysis")
        with self.assertRaisesRegex(ValidationError, "has no role"):
            action.measure_ids.user_id = self.employee
