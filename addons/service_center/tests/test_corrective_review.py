from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .corrective_common import CorrectiveCase


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
