from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.parallel_common import ParallelCase
from odoo.addons.service_kernel.tests.users import new_test_user

KEY = "score_parallel"
DAY = date(2026, 6, 10)


@tagged("post_install", "-at_install")
class TestParallelSheets(ParallelCase):
    """Two people close sheets at once, with real cursors: each sheet closes once, and the cap holds."""

    def prepare(self, env):
        """An employee with a wage of 1,000 and fines of 150 in each of two books."""
        self.clean(env)  # what a run that was killed has left
        company = env["res.company"].create({"name": KEY})
        values = {"company_id": company.id, "company_ids": [Command.set(company.ids)]}
        users = [
            new_test_user(env, f"{KEY}_{number}", "service_scoring.group_officer", **values)
            for number in range(2)
        ]
        employee = env["hr.employee"].create({"name": KEY, "company_id": company.id})
        env["service.score.wage"].create(
            {
                "company_id": company.id,
                "employee_id": employee.id,
                "valid_from": DAY,
                "amount": 1000,
            }
        )
        self.sheet_ids = []
        for code in ("one", "two"):
            book = env["service.score.rulebook"].create(
                {
                    "name": code,
                    "code": code,
                    "company_id": company.id,
                    "bracket_ids": [Command.create({"is_open_end": True, "amount": 1})],
                    "rule_ids": [Command.create({"name": "Point", "code": "point", "points": 1})],
                }
            )
            book.action_activate()
            values = {"company_id": company.id, "rule_id": book.rule_ids.id, "employee_id": employee.id}
            Entry = env["service.score.entry"].with_user(users[0]).with_company(company)
            Entry.create({**values, "date": DAY, "quantity": 150}).action_confirm()
            self.sheet_ids.append(book.generate_sheets(DAY, employee).id)
        late = Entry.create({**values, "date": DAY, "quantity": 7})
        self.user_ids, self.late_id = [user.id for user in users], late.id

    def clean(self, env):
        """Ledgers stay: the company is put away under another name."""
        company = env["res.company"].search([("name", "=", KEY)])
        if not company:
            return
        for user in env["res.users"].search([("login", "=like", f"{KEY}%")]):
            user.write({"login": f"{user.login} {company.id}", "active": False})
        env["hr.employee"].search([("company_id", "=", company.id)]).active = False
        company.write({"name": f"{KEY} {company.id}", "active": False})

    def look(self, env):
        env["service.score.sheet"].browse(self.sheet_ids).mapped("state")

    def race(self, first_work, second_work):
        """As always, each by a user of its own; returns what the second one does when it is tried again."""
        one_user, two_user = self.user_ids
        super().race(lambda env: first_work(env(user=one_user)), lambda env: second_work(env(user=two_user)))
        return self.in_own_transaction(lambda env: second_work(env(user=two_user)))

    def close(self, number):
        sheet = self.sheet_ids[number]
        return lambda env: env["service.score.sheet"].browse(sheet).action_confirm()

    def values(self, *names):
        return self.in_own_transaction(
            lambda env: [
                tuple(sheet[name] for name in names)
                for sheet in env["service.score.sheet"].browse(self.sheet_ids)
            ]
        )

    def test_a_sheet_closes_once(self):
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.race(self.close(0), self.close(0))
        self.assertEqual(self.values("state"), [("confirmed",), ("draft",)])

    def test_two_books_together_stay_within_the_cap(self):
        self.race(self.close(0), self.close(1))
        self.assertEqual(
            self.values("state", "cut_amount", "carried_out"),
            [("confirmed", 150, 0), ("confirmed", 50, 100)],
        )

    def test_an_entry_that_is_confirmed_meanwhile_is_not_lost(self):
        confirm = lambda env: env["service.score.entry"].browse(self.late_id).action_confirm()  # noqa: E731
        self.race(self.close(1), confirm)
        self.assertEqual(self.values("points_deducted")[1], (150,))
        entry = self.in_own_transaction(
            lambda env: env["service.score.entry"].browse(self.late_id).read(["effective_date"])
        )
        self.assertEqual(entry[0]["effective_date"], date(2026, 7, 1))
