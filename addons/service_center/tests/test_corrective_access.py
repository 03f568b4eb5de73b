from odoo.exceptions import AccessError
from odoo.tests import tagged

from .corrective_common import CorrectiveCase


@tagged("post_install", "-at_install")
class TestCorrectiveAccess(CorrectiveCase):
    """Users see the actions of their complaints and teams, officers all of their company, others none."""

    def test_who_sees_and_writes(self):
        action = self.act(member_ids=False, checker_id=False)
        for user, sees in (
            (self.leader, True),
            (self.user, True),  # handles the complaint
            (self.officer, True),
            (self.manager, True),
            (self.worker, False),
            (self.checker, False),
            (self.colleague, False),
            (self.employee, False),
            (self.portal, False),
        ):
            for operation in ("read", "write"):
                self.assertEqual(action.with_user(user).has_access(operation), sees, user.login)
        action.member_ids = self.colleague
        self.assertTrue(action.with_user(self.colleague).has_access("write"))
        action.checker_id = self.checker
        self.assertTrue(action.with_user(self.checker).has_access("write"))

    def test_responsible_people_see_it(self):
        action = self.to("analysis", member_ids=False, checker_id=False)
        self.assertEqual(self.env["service.corrective.action"].with_user(self.worker).search([]), action)
        self.assertFalse(action.with_user(self.checker).has_access("read"))

    def test_lines_follow_the_action(self):
        action = self.to("review", member_ids=False, checker_id=False)
        lines = (action.containment_ids, action.cause_ids, action.measure_ids)
        for line in lines:
            self.assertTrue(line.with_user(self.leader).has_access("write"))
            for user in (self.colleague, self.employee, self.portal):
                self.assertFalse(line.with_user(user).has_access("read"))
        action.with_user(self.manager)._send_back("x")
        self.assertTrue(action.review_ids.with_user(self.leader).has_access("read"))
        self.assertFalse(action.review_ids.with_user(self.colleague).has_access("read"))
        for operation in ("write", "unlink"):
            self.assertFalse(action.review_ids.with_user(self.manager).has_access(operation))
        for model in ("containment", "cause", "measure"):
            with self.assertRaises(AccessError):
                self.env[f"service.corrective.{model}"].with_user(self.colleague).create(
                    {"action_id": action.id, "name": "x", "kind": "man", "due_date": "2026-03-20"}
                    if model == "cause"
                    else {"action_id": action.id, "name": "x", "due_date": "2026-03-20"}
                )

    def test_steps_check_rights_themselves(self):
        action = self.to("analysis", member_ids=False, checker_id=False)
        for user in (self.colleague, self.employee, self.portal):
            with self.assertRaises(AccessError):
                action.with_user(user).action_submit()
            with self.assertRaises(AccessError):
                action.with_user(user)._send_back("x")

    def test_companies_are_apart(self):
        foreign = self.Action.create({"title": "x", "company_id": self.other_company.id, "leader_id": False})
        self.assertFalse(foreign.with_user(self.manager).has_access("read"))
        self.assertTrue(foreign.name.endswith("00001"), "every company counts for itself")

    def test_only_managers_delete_what_was_never_worked_on(self):
        action = self.act()
        for user in (self.leader, self.officer):
            with self.assertRaises(AccessError):
                action.with_user(user).unlink()
        action.with_user(self.manager).unlink()

    def test_only_managers_set_the_policy(self):
        for record, name in (
            (self.level_a, "requires_corrective_action"),
            (self.food, "requires_corrective_action"),
        ):
            record.with_user(self.manager)[name] = "started"
            with self.assertRaises(AccessError):
                record.with_user(self.officer)[name] = "none"
        with self.assertRaises(AccessError):
            self.goods.with_user(self.officer).requires_agreement = True
