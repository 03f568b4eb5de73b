from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
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


@tagged("post_install", "-at_install")
class TestCorrectiveReview(CorrectiveCase):
    """The review may send back; who wrote it, is concerned or is below the level does not decide."""

    def send_back(self, action, user, reason="Why did nobody notice?"):
        dialog = (
            self.env["service.corrective.decide"]
            .with_user(user)
            .create({"action_id": action.id, "decision": "send_back", "text": reason})
        )
        dialog.action_confirm()

    def test_sending_back_counts_and_keeps_the_reasons(self):
        action = self.to("review")
        for count in (1, 2, 3):
            self.send_back(action, self.manager, f"Reason {count}")
            self.assertEqual((action.state, action.sent_back_count, action.round), ("analysis", count, 1))
            action.action_submit()
        self.assertEqual(action.review_ids.mapped("text"), ["Reason 1", "Reason 2", "Reason 3"])
        self.assertEqual(action.review_ids.user_id, self.manager)
        with self.assertRaises(AccessError):
            action.review_ids[0].with_user(self.manager).text = "Nothing"
        with self.assertRaises(AccessError):
            action.review_ids[0].with_user(self.manager).unlink()

    def test_a_reason_is_needed(self):
        action = self.to("review").with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Enter the reason"):
            action._send_back("  ")
        action = self.to("implemented").with_user(self.checker)
        with self.assertRaisesRegex(UserError, "Enter the reason"):
            action._judge_effect(True, "")

    def test_below_the_level_is_told_who_can(self):
        """The complaint of 2,000 belongs to the store manager, and so does its corrective action."""
        action = self.to("review")
        self.assertEqual(action.approval_level_id, self.store_manager)
        for step in (lambda one: one.action_approve(), lambda one: one._send_back("x")):
            with self.assertRaisesRegex(UserError, "“Store manager” has to decide. Ask sc_manager"):
                step(action.with_user(self.officer))
        action.with_user(self.manager).action_approve()

    def test_without_a_level_officers_review(self):
        self.rules.active = False
        self.env["service.authority.rule"].search([]).active = False
        action = self.to("review", complaint_ids=self.complain(user_id=self.user.id).ids)
        self.assertFalse(action.approval_level_id)
        with self.assertRaisesRegex(AccessError, "Only officers"):
            action.with_user(self.worker).action_approve()
        action.with_user(self.officer).action_approve()

    def test_severity_and_category_ask_for_a_level(self):
        self.goods.corrective_level_id = self.service_manager
        of_goods = self.complain(category_id=self.price.id)
        action = self.act(complaint_ids=of_goods.ids)
        self.assertEqual(action.approval_level_id, self.service_manager, "from the category above")
        self.level_a.corrective_level_id = self.store_manager
        action.with_user(self.officer).complaint_ids |= self.complain(flag_ids=self.press.ids)
        self.assertEqual(action.approval_level_id, self.store_manager, "the highest")
        sentences = action.with_user(self.officer).get_explanation()[0]
        self.assertEqual((sentences["title"], sentences["value"]), ("Who approves", "Store manager"))
        self.assertEqual(sentences["how"], "Severity Level A asks for most.")
        self.assertEqual(
            sentences["rejected"],
            [{"rule": "Category Goods", "sentence": "It asks for less: service_manager."}],
        )
        self.assertEqual(sentences["former"][0]["value"], "Service manager")

    def test_the_level_is_decided_anew_when_it_is_approved(self):
        action = self.to("review", complaint_ids=self.complain(amount_at_stake=500).ids)
        self.assertEqual(action.approval_level_id, self.service_manager)
        action.sudo().complaint_ids.amount_at_stake = 2000
        with self.assertRaisesRegex(UserError, "Store manager"):
            action.with_user(self.officer).action_approve()
        action.with_user(self.manager).action_approve()

    def test_authors_do_not_review(self):
        for author in ("cause_ids", "problem", "leader_id", "action_submit"):
            action = self.to("analysis").with_user(self.manager)
            if author == "cause_ids":
                action.cause_ids.name = "Glue much too old"
            elif author == "problem":
                action.problem = "15 of 400"
            elif author == "leader_id":
                action.leader_id = self.manager
            if author == "action_submit":
                action.action_submit()
            else:
                action.with_user(self.officer).action_submit()
            for step in (lambda one: one.action_approve(), lambda one: one._send_back("x")):
                with self.assertRaisesRegex(UserError, "you wrote it or lead the team"):
                    step(action)

    def test_who_opened_it_or_linked_complaints_may_review(self):
        """The quality engineer registers the action and reviews what the department proposes."""
        self.complaint.amount_at_stake = 500
        action = self.to("review")
        self.assertEqual(action.create_uid, self.officer)
        action.with_user(self.officer).action_approve()

    def test_nobody_complained_about_takes_a_step(self):
        employee = self.env["hr.employee"].create({"name": "Zhang", "user_id": self.manager.id})
        action = self.to("review")
        self.complaint.employee_ids = employee
        with self.assertRaisesRegex(UserError, "complained about"):
            action.with_user(self.manager).action_approve()
        with self.assertRaisesRegex(UserError, "nobody else is at that level"):
            action.with_user(self.officer).action_approve()
        self.store_manager.user_ids |= self.colleague
        with self.assertRaisesRegex(UserError, "Ask sc_colleague"):
            action.with_user(self.officer).action_approve()
        employee.user_id = self.worker
        action.with_user(self.manager)._send_back("x")
        with self.assertRaisesRegex(UserError, "complained about"):
            action.with_user(self.worker).action_submit()

    def test_deputies_of_people_complained_about_do_not_review(self):
        """The colleague decides for the store manager, about whom the complaint is."""
        boss = self.env["hr.employee"].create({"name": "Boss", "user_id": self.manager.id})
        self.complaint.employee_ids = boss
        self.env["service.authority.deputy"].create(
            {
                "level_id": self.store_manager.id,
                "deputy_id": self.colleague.id,
                "date_from": "2020-01-01",
                "date_to": "2099-01-01",
            }
        )
        with self.assertRaisesRegex(UserError, "for whom you stand in"):
            self.to("review", member_ids=self.colleague.ids).with_user(self.colleague).action_approve()

    def test_a_new_round_when_it_is_not_effective(self):
        action = self.to("implemented")
        for user in (self.worker, self.leader):
            with self.assertRaisesRegex(UserError, "you carried out"):
                action.with_user(user)._judge_effect(True, "Fine")
        dialog = self.env["service.corrective.decide"].with_user(self.checker)
        dialog.create({"action_id": action.id, "decision": "fail", "text": "Two more"}).action_confirm()
        self.assertRecordValues(
            action, [{"state": "analysis", "round": 2, "check_result": "not_effective", "sent_back_count": 0}]
        )
        action.write({"measure_ids": [(0, 0, {"name": "Other glue", **self.task()})]})
        self.assertEqual(action.measure_ids.sorted("id").mapped("round"), [1, 2])
        action.action_submit()
        action.with_user(self.manager).action_approve()
        self.implement(action)
        self.assertFalse(action.check_result)
        action.with_user(self.checker)._judge_effect(True, "None since")
        self.assertEqual(action.review_ids.mapped("kind"), ["approve", "fail", "approve", "confirm"])
        self.assertEqual(action.review_ids.mapped("round"), [1, 1, 2, 2])

    def test_only_officers_cancel(self):
        action = self.to("approved")
        with self.assertRaisesRegex(AccessError, "Only officers"):
            action._cancel("x")
        self.assertTrue(action.measure_ids.activity_id.active)
        action.with_user(self.officer)._cancel("Double")
        self.assertFalse(action.measure_ids.activity_id)
        with self.assertRaisesRegex(AccessError, "Only officers"):
            action.action_restart()
        action.with_user(self.officer).action_restart()
        self.assertEqual(
            (action.state, action.review_ids.mapped("text")), ("draft", [False, "Double", False])
        )


@tagged("post_install", "-at_install")
class TestCorrectiveReminders(CorrectiveCase):
    """Whoever has something to do has it among their activities, and no longer."""

    def todo(self, user, action):
        return self.env["mail.activity"].search(
            [("user_id", "=", user.id), ("res_model", "=", action._name), ("res_id", "=", action.id)]
        )

    def test_tasks(self):
        action = self.to("analysis")
        action.write({"containment_ids": [(0, 0, {"name": "Warn the shops", **self.task()})]})
        task = action.containment_ids.filtered(lambda one: not one.done_on)
        self.assertEqual(self.todo(self.worker, action).summary, "Warn the shops")
        self.assertEqual(self.todo(self.worker, action).date_deadline, date(2026, 3, 20))
        task.write({"user_id": self.checker.id, "due_date": "2026-03-22"})
        self.assertFalse(self.todo(self.worker, action))
        self.assertEqual(self.todo(self.checker, action).date_deadline, date(2026, 3, 22))
        task.with_user(self.checker).action_done()
        self.assertFalse(self.todo(self.checker, action))
        self.assertFalse(self.todo(self.worker, action), "permanent actions begin with the approval")

    def test_review_and_check(self):
        action = self.to("review")
        self.assertEqual(len(self.todo(self.manager, action)), 1)
        action.with_user(self.manager)._send_back("x")
        self.assertFalse(self.todo(self.manager, action))
        action.action_submit()
        action.with_user(self.manager).action_approve()
        self.assertFalse(self.todo(self.manager, action))
        self.assertEqual(self.todo(self.worker, action).summary, "First in, first out")
        self.implement(action)
        self.assertFalse(self.todo(self.worker, action))
        self.assertEqual(self.todo(self.checker, action).date_deadline, action.check_due_date)
        action.with_user(self.checker)._judge_effect(True, "x")
        self.assertFalse(self.todo(self.checker, action))
