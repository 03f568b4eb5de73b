from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .inspection_common import InspectionCase

MODELS = (
    "service.score.checklist",
    "service.score.checklist.item",
    "service.score.inspection",
    "service.score.inspection.line",
    "service.score.inspection.person",
    "service.score.rectification",
)


@tagged("post_install", "-at_install")
class TestInspectionAccess(InspectionCase):
    """Who sees and does what of inspections; the inspected unit is not warned of unannounced ones."""

    def seen(self, user, inspection):
        """Of which models ``user`` sees what belongs to an inspection."""
        # sudo: all that there is of it
        all_of = inspection.sudo()
        records = (all_of, all_of.line_ids, all_of.line_ids.person_ids, all_of.rectification_ids)
        found = set()
        for one in records:
            visible = one.with_user(user).search([("id", "in", one.ids)])
            self.assertIn(len(visible), (0, len(one)))
            if visible:
                found.add(one._name.removeprefix("service.score."))
        return found

    def test_an_unannounced_one_is_seen_by_its_inspectors_and_officers_of_other_units(self):
        own_officer = self.person("kitchen_officer", "service_scoring.group_officer")
        self.employee_of(own_officer, department_id=self.kitchen.id)
        head_officer = self.person("head_officer", "service_scoring.group_officer")
        all_inspection = {"inspection", "inspection.line", "inspection.person"}
        secret = self.begin(mode="secret")
        secret.line_ids[1].person_ids = self.named((self.worker, 1))
        secret.sudo().line_ids.flush_recordset()
        for user, expected in (
            (self.inspector, all_inspection),
            (self.officer, all_inspection),
            (self.hr, all_inspection),
            (self.head, set()),
            (own_officer, set()),
            (self.user, set()),
        ):
            self.assertEqual(self.seen(user, secret), expected, user.login)
        with self.assertRaises(AccessError):
            secret.with_user(own_officer).action_cancel()
        with self.assertRaises(AccessError):
            secret.with_user(self.head).read(["date"])
        secret.sudo().unit_manager_id = head_officer
        self.assertEqual(self.seen(head_officer, secret), set())
        secret.sudo().unit_manager_id = self.head
        self.submitted(secret, clean={})
        for user in (self.head, own_officer):
            self.assertEqual(self.seen(user, secret), all_inspection, user.login)
        self.assertEqual(self.seen(self.user, secret), set())

    def test_an_announced_one_is_seen_by_the_head_who_changes_nothing(self):
        inspection = self.begin()
        line = inspection.line_ids[0].with_user(self.head)
        self.assertEqual(line.text, "The floor is clean")
        for change in (
            lambda: line.action_ok(),
            lambda: line.write({"person_ids": self.named((self.worker, 1))}),
            lambda: line.unlink(),
            lambda: inspection.with_user(self.head).action_submit(),
            lambda: inspection.with_user(self.head).write({"note": "Nice"}),
        ):
            with self.assertRaises(AccessError):
                change()
        self.assertEqual(self.seen(self.user, inspection), set())
        # buttons for who may press them
        self.assertTrue(inspection.may_inspect)
        self.assertFalse(inspection.with_user(self.head).may_inspect)
        self.head.group_ids += self.env.ref("service_scoring.group_officer")
        self.assertFalse(inspection.with_user(self.head).may_confirm)
        self.assertTrue(inspection.with_user(self.officer).may_confirm)

    def test_inspectors_enter_and_officers_plan_decide_and_order(self):
        inspection = self.begin()
        for change in (
            lambda: inspection.create({"department_id": self.kitchen.id, "company_id": self.company.id}),
            lambda: inspection.write({"inspector_ids": [Command.link(self.user.id)]}),
            lambda: inspection.unlink(),
            inspection.action_cancel,
        ):
            with self.assertRaises(AccessError):
                change()
        inspection.note = "The light was bad"
        line = inspection.line_ids.create(
            {"inspection_id": inspection.id, "rule_id": self.rule_of("clean", self.units).id, "result": "ok"}
        )
        line.unlink()
        submitted = self.submitted(inspection, clean={})
        for step in ("action_confirm", "action_order", "action_reinspect", "action_feed_back"):
            with self.assertRaises(AccessError):
                getattr(submitted.with_user(self.inspector), step)()
        submitted.action_order()
        order = submitted.rectification_ids
        for user, sees in (
            (self.inspector, True),
            (self.head, True),
            (self.user, False),
            (self.officer, True),
        ):
            self.assertEqual(bool(order.with_user(user).search([("id", "=", order.id)])), sees, user.login)
        with self.assertRaises(AccessError):
            order.with_user(self.inspector).create(
                {"inspection_id": submitted.id, "requirement": "More", "working_days": 1}
            )
        with self.assertRaises(AccessError):
            order.with_user(self.user).action_done()
        with self.assertRaises(AccessError):
            order.with_user(self.inspector).action_done()

    def test_checklists_are_maintained_by_managers(self):
        self.assertEqual(self.checklist.with_user(self.user).name, "Kitchens")
        for user in (self.user, self.officer):
            with self.assertRaises(AccessError):
                self.checklist.with_user(user).name = "Other"
            with self.assertRaises(AccessError):
                self.checklist.item_ids.with_user(user).unlink()
        self.checklist.with_user(self.manager).write({"item_ids": [Command.create({"text": "The door"})]})
        self.assertEqual(len(self.checklist.item_ids), 4)

    def test_nothing_for_portal_users_and_other_companies(self):
        portal = self.person("score_portal", "base.group_portal")
        for model in MODELS:
            self.assertFalse(self.env[model].with_user(portal).has_access("read"), model)
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.person("score_stranger", "service_scoring.group_manager")
        stranger.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        inspection = self.submitted(polite={"person_ids": self.named((self.worker, 1))})
        inspection.action_order()
        away = self.env["res.users"].with_user(stranger).with_company(other)
        for model in MODELS:
            found = away.env[model].with_context(allowed_company_ids=other.ids)
            self.assertFalse(found.search([("company_id", "=", self.company.id)]), model)
