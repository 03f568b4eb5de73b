from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.service_kernel.tests.parallel_common import ParallelCase
from odoo.addons.service_kernel.tests.users import new_test_user
from odoo.addons.service_kernel.tools import append_only

KEY = "compensation_parallel"


@tagged("post_install", "-at_install")
class TestParallelApprovals(ParallelCase):
    """Two officers approve at once, with real cursors: together they do not get above a limit."""

    def prepare(self, env):
        self.clean(env)  # what a run that was killed has left

    def propose(self, env, cases, **limits):
        """Propose 100 in each of two cases, or twice in one; the officers may approve 150."""
        company = env["res.company"].create({"name": KEY})
        values = {"company_id": company.id, "company_ids": [(6, 0, company.ids)]}
        users = [
            new_test_user(env, f"{KEY}_{index}", "service_center.group_officer", **values)
            for index in range(3)
        ]
        env["service.authority.level"].create(
            {
                "code": KEY,
                "name": KEY,
                "company_id": company.id,
                "user_ids": [user.id for user in users[:2]],
                **limits,
            }
        )
        Complaint = env["service.complaint"].with_user(users[2]).with_company(company)
        complaints = [
            Complaint.create({"contact_name": KEY, "contact_phone": "13800138000", "description": "x"})
            for _index in range(cases)
        ]
        proposals = [
            Complaint.env["service.compensation"]
            .create({"complaint_id": complaints[index % cases].id, "amount_currency": 100, "reason": KEY})
            .id
            for index in range(2)
        ]
        return proposals, [user.id for user in users]

    def clean(self, env):
        company = env["res.company"].search([("name", "=", KEY)])
        if not company:
            return
        complaints = env["service.complaint"].search([("company_id", "=", company.id)])
        for model in ("service.compensation", "service.decision.log"):
            table = env[model]._table
            append_only.unprotect(env, table)
            env.cr.execute(SQL("DELETE FROM %s WHERE company_id = %s", SQL.identifier(table), company.id))
            env[model].init()
        env.invalidate_all()
        complaints.unlink()
        for model in ("service.authority.level", "service.sla.metric", "ir.sequence"):
            env[model].with_context(active_test=False).search([("company_id", "=", company.id)]).unlink()
        users = env["res.users"].search([("login", "=like", f"{KEY}%")])
        partners = users.partner_id
        users.unlink()
        partners.unlink()
        # other apps, with a warehouse for one, keep a company from being deleted
        company.write({"name": f"{KEY} {company.id}", "active": False})

    def approve(self, proposals, users):
        """Both transactions read before either writes; return the states that are left."""
        with self.own_transaction() as one, self.own_transaction() as two:
            found = [
                env(user=user)["service.compensation"].browse(proposal)
                for env, user, proposal in zip((one, two), users, proposals, strict=False)
            ]
            for compensation in found:
                self.assertEqual(compensation.state, "proposed")
            found[0].action_approve()
            one.cr.commit()
            with self.assert_refused(two):
                found[1].action_approve()
            self.assertIsNot(found[1].action_approve(), True, "tried again, it is refused")
            two.cr.commit()
        return self.in_own_transaction(
            lambda env: sorted(env["service.compensation"].browse(proposals).mapped("state"))
        )

    def test_one_case(self):
        self.assertEqual(self.approve_with(1, compensation_limit=150), ["approved", "proposed"])

    def test_two_cases_of_one_customer(self):
        self.assertEqual(self.approve_with(2, compensation_window_limit=150), ["approved", "proposed"])

    def approve_with(self, cases, **limits):
        return self.approve(*self.in_own_transaction(lambda env: self.propose(env, cases, **limits)))
