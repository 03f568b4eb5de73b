from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.parallel_common import ParallelCase
from odoo.addons.service_kernel.tests.users import new_test_user

KEY = "score_appeal_parallel"
DAY = date(2026, 6, 10)


@tagged("post_install", "-at_install")
class TestParallelAppeals(ParallelCase):
    """Two at once, with real cursors: one decision, one appeal; a batch does not slip past an appeal."""

    def prepare(self, env):
        self.clean(env)
        company = env["res.company"].create({"name": KEY})
        env = env(context={"allowed_company_ids": company.ids})
        values = {"company_id": company.id, "company_ids": [Command.set(company.ids)]}
        people = {
            role: new_test_user(env, f"{KEY}_{role}", f"service_scoring.group_{group}", **values)
            for role, group in (("officer", "officer"), ("hr", "hr"), ("judge", "officer"))
        }
        worker = new_test_user(env, f"{KEY}_worker", "base.group_user", **values)
        employee = env["hr.employee"].create({"name": KEY, "company_id": company.id, "user_id": worker.id})
        book = env["service.score.rulebook"].create(
            {
                "name": "Points",
                "code": "points",
                "company_id": company.id,
                "rule_ids": [Command.create({"name": "Point", "code": "point", "points": 1})],
            }
        )
        book.action_activate()
        entry = (
            env["service.score.entry"]
            .with_user(people["officer"])
            .create(
                {
                    "company_id": company.id,
                    "rule_id": book.rule_ids.id,
                    "employee_id": employee.id,
                    "date": DAY,
                }
            )
        )
        entry.action_confirm()
        sheet = book.generate_sheets(DAY, employee)
        sheet.with_user(people["officer"]).action_publish()
        appeal = env["service.score.appeal"].with_user(worker).action_file("No", entry_ids=entry.ids)
        appeal.with_user(people["hr"]).action_assign(people["judge"])
        self.ids = {
            "appeal": appeal.id,
            "entry": entry.id,
            "sheet": sheet.id,
            "worker": worker.id,
            **{role: user.id for role, user in people.items()},
        }
        env.cr.commit()

    def clean(self, env):
        """Ledgers stay: the company is put away under another name."""
        company = env["res.company"].search([("name", "=", KEY)])
        if company:
            for user in env["res.users"].search([("login", "=like", f"{KEY}%")]):
                user.write({"login": f"{user.login} {company.id}", "active": False})
            env["hr.employee"].search([("company_id", "=", company.id)]).active = False
            company.write({"name": f"{KEY} {company.id}", "active": False})
            env.cr.commit()

    def look(self, env):
        env["service.score.appeal"].browse(self.ids["appeal"]).read(["state"])

    def appeal(self, env, role="judge"):
        return env["service.score.appeal"].with_user(self.ids[role]).browse(self.ids["appeal"])

    def test_one_decision(self):
        self.race(
            lambda env: self.appeal(env).action_accept("Yes"),
            lambda env: self.appeal(env).action_reject("No"),
        )
        with self.own_transaction() as env:
            with self.assertRaisesRegex(UserError, "decided already"):
                self.appeal(env).action_reject("No")
            self.assertEqual(self.appeal(env).state, "accepted")
            entry = env["service.score.entry"].browse(self.ids["entry"])
            self.assertEqual((entry.state, len(self.appeal(env).counter_ids)), ("reversed", 1))

    def test_one_open_appeal_about_a_sheet(self):
        def file(env):
            Appeal = env["service.score.appeal"].with_user(self.ids["worker"])
            return Appeal.action_file("No", sheet_id=self.ids["sheet"])

        self.race(file, file)
        with self.own_transaction() as env, self.assertRaisesRegex(UserError, "is open already"):
            file(env)

    def test_sending_and_appealing_at_once(self):
        def file(env):
            Appeal = env["service.score.appeal"].with_user(self.ids["worker"])
            return Appeal.action_file("No", sheet_id=self.ids["sheet"])

        def send(env):
            company = env["service.score.sheet"].browse(self.ids["sheet"]).company_id
            company._count_payroll_on()

        self.race(file, send)
