from odoo.tests import tagged

from odoo.addons.service_kernel.tests.parallel_common import ParallelCase


@tagged("post_install", "-at_install")
class TestAwardParallel(ParallelCase):
    """Two awards of one employee at once: the second one sees the first, and three become a major one."""

    def prepare(self, env):
        company = env["res.company"].create({"name": "Awards in Parallel"})
        env["ir.sequence"]._service_take("service.score.award", company, 1)
        employee = env["hr.employee"].create({"name": "Awards in Parallel", "company_id": company.id})
        awards = env["service.score.award"].create(
            [
                {"employee_id": employee.id, "kind": "merit", "date": f"2025-0{month}-10"}
                for month in (1, 2, 3, 4)
            ]
        )
        awards[0].action_confirm()
        self.company_id, self.award_ids = company.id, awards.ids

    def clean(self, env):
        """What was confirmed stays for good: its company is archived under another name."""
        company = env["res.company"].browse(self.company_id)
        env["hr.employee"].search([("company_id", "=", company.id)]).active = False
        company.write({"active": False, "name": f"{company.name} {company.id}"})

    def look(self, env):
        self.award(env, 0).read(["state"])

    def award(self, env, number):
        return env["service.score.award"].browse(self.award_ids[number])

    def test_two_confirmed_at_once(self):
        self.race(
            lambda env: self.award(env, 1).action_confirm(), lambda env: self.award(env, 2).action_confirm()
        )
        self.in_own_transaction(lambda env: self.award(env, 2).action_confirm())
        self.assertEqual(self.opened(), (0, 1))

    def test_one_taken_back_while_another_is_confirmed(self):
        self.race(
            lambda env: self.award(env, 0).action_reverse("A mistake"),
            lambda env: self.award(env, 1).action_confirm(),
        )
        self.in_own_transaction(lambda env: self.award(env, 1).action_confirm())
        self.assertEqual(self.opened(), (1, 0))

    def opened(self):
        """The open merits and major merits, as the standing keeps them."""

        def read(env):
            standing = self.award(env, 0).standing_id
            return standing.open_merit, standing.open_major_merit

        return self.in_own_transaction(read)
