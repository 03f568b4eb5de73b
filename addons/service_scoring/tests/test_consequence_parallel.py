from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.parallel_common import ParallelCase
from odoo.addons.service_kernel.tests.users import new_test_user

KEY = "score_consequence_parallel"


@tagged("post_install", "-at_install")
class TestConsequenceParallel(ParallelCase):
    """Two people decide about one proposal at once, with real cursors: one of them does."""

    def prepare(self, env):
        self.clean(env)
        company = env["res.company"].create({"name": KEY})
        values = {"company_id": company.id, "company_ids": [Command.set(company.ids)]}
        self.users = [
            new_test_user(env, f"{KEY}_{number}", "service_scoring.group_hr", **values).id
            for number in range(2)
        ]
        employee = env["hr.employee"].create({"name": KEY, "company_id": company.id})
        self.one = (
            env["service.score.consequence"]
            ._propose_all(
                [
                    {
                        "company_id": company.id,
                        "employee_id": employee.id,
                        "kind": "demerit",
                        "source_key": KEY,
                        "period_end": "2026-06-30",
                    }
                ]
            )
            .id
        )

    def clean(self, env):
        """What was decided stays: the company is put away under another name."""
        company = env["res.company"].search([("name", "=", KEY)])
        for user in env["res.users"].search([("login", "=like", f"{KEY}%")]):
            user.write({"login": f"{user.login} {company.id}", "active": False})
        env["hr.employee"].search([("company_id", "in", company.ids)]).active = False
        for one in company:
            one.write({"name": f"{KEY} {one.id}", "active": False})

    def consequence(self, env, number=0):
        return env["service.score.consequence"].with_user(self.users[number]).browse(self.one)

    def look(self, env):
        self.consequence(env).read(["state"])

    def test_one_of_two_decides(self):
        def reject(env):
            self.consequence(env, 1).reason = "Not this time"
            self.consequence(env, 1).action_reject()

        self.race(lambda env: self.consequence(env).action_approve(), reject)
        with self.own_transaction() as env, self.assertRaisesRegex(UserError, "decided already"):
            reject(env)
        with self.own_transaction() as env:
            one = self.consequence(env)
            self.assertEqual((one.state, one.decided_by_id.id), ("approved", self.users[0]))
            awards = env["service.score.award"].search([("consequence_id", "=", one.id)])
            self.assertEqual(awards.mapped("kind"), ["demerit"])
