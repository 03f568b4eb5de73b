from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.parallel_common import ParallelCase
from odoo.addons.service_kernel.tests.users import new_test_user

KEY = "inspection_parallel"
DAY = "2024-09-05"


@tagged("post_install", "-at_install")
class TestInspectionParallel(ParallelCase):
    """Two inspectors at once, with real cursors: what one enters while the other submits is not lost."""

    def prepare(self, env):
        self.clean(env)  # what a run that was killed has left
        company = env["res.company"].create({"name": KEY})
        user = new_test_user(
            env, KEY, "base.group_user", company_id=company.id, company_ids=[Command.set(company.ids)]
        )
        unit = env["hr.department"].create({"name": KEY, "company_id": company.id})
        book = env["service.score.rulebook"].create(
            {
                "name": KEY,
                "code": KEY,
                "company_id": company.id,
                "carrier": "department",
                "rule_ids": [Command.create({"name": "Clean", "code": "clean", "points": 1})],
                "valid_from": "2024-01-01",
            }
        )
        book.action_activate()
        checklist = env["service.score.checklist"].create(
            {
                "name": KEY,
                "code": KEY,
                "rulebook_code": KEY,
                "company_id": company.id,
                "item_ids": [Command.create({"text": "Clean", "rule_code": "clean"})],
            }
        )
        inspection = env["service.score.inspection"].create(
            {
                "checklist_id": checklist.id,
                "department_id": unit.id,
                "company_id": company.id,
                "date": DAY,
                "inspector_ids": [Command.set(user.ids)],
            }
        )
        inspection.with_user(user).action_start()
        inspection.with_user(user).line_ids.write({"result": "finding", "note": "Dust"})
        self.user_id, self.inspection_id = user.id, inspection.id

    def clean(self, env):
        """What was submitted stays: the company is put away under another name."""
        company = env["res.company"].search([("name", "=", KEY)])
        if not company:
            return
        for user in env["res.users"].search([("login", "=", KEY)]):
            user.write({"login": f"{KEY} {company.id}", "active": False})
        company.write({"active": False, "name": f"{KEY} {company.id}"})

    def look(self, env):
        self.inspection(env).read(["state"])

    def inspection(self, env):
        return env["service.score.inspection"].browse(self.inspection_id).with_user(self.user_id)

    def test_a_note_while_another_submits(self):
        self.race(
            lambda env: self.inspection(env).action_submit(),
            lambda env: self.inspection(env).line_ids.write({"note": "Dust and glass"}),
        )

    def test_submitted_by_two(self):
        self.race(
            lambda env: self.inspection(env).action_submit(),
            lambda env: self.inspection(env).action_submit(),
        )
        with self.own_transaction() as env:
            entries = env["service.score.entry"].search([("res_id", "=", self.inspection_id)])
            found = entries.filtered(lambda one: one.res_model == "service.score.inspection")
            self.assertEqual(len(found), 1)
