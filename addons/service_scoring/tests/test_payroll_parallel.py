from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.parallel_common import ParallelCase
from odoo.addons.service_kernel.tests.users import new_test_user

from .payroll_common import MARCH, PayrollData


@tagged("post_install", "-at_install")
class TestPayrollParallel(ParallelCase):
    """Several people and crashes at once: one line for each source, whatever happens (S4)."""

    def prepare(self, env):
        data = PayrollData(env, env["res.company"].create({"name": "Payroll in Parallel"}))
        book = data.book(data.component())
        sheets = env["service.score.sheet"]
        for number in range(3):
            person = data.employee(f"P{number}", f"t_parallel_{number}")
            sheets |= data.sheet(book, person, fine=10 + number, bonus=1)
        users = [
            new_test_user(
                data.env,
                f"t_pay_parallel_{number}",
                "service_scoring.group_hr",
                company_id=data.company.id,
                company_ids=[(6, 0, data.company.ids)],
            ).id
            for number in range(2)
        ]
        batches = env["service.score.payroll.batch"].create(
            [{"month": MARCH, "company_id": data.company.id} for _number in range(2)]
        )
        self.company_id, self.user_ids = data.company.id, users
        self.sheet_ids, self.batch_ids = sheets.ids, batches.ids

    def clean(self, env):
        """What was exported stays for good: its company is archived under another name."""
        batches = env["service.score.payroll.batch"].browse(self.batch_ids).exists()
        batches.filtered(lambda batch: batch.state in ("prepared", "released")).action_withdraw("End of test")
        users = env["res.users"].browse(self.user_ids)
        for user in users:
            user.write({"active": False, "login": f"{user.login}_{user.id}"})
        company = env["res.company"].browse(self.company_id)
        employees = env["hr.employee"].search([("company_id", "=", company.id)])
        for employee in employees:
            employee.write({"active": False, "score_employee_number": f"old_{employee.id}"})
        company.write({"active": False, "name": f"{company.name} {company.id}"})

    def look(self, env):
        env["service.score.payroll.batch"].browse(self.batch_ids).mapped("state")

    def batch(self, env, number=0, user=0):
        env = env(user=self.user_ids[user], context={"allowed_company_ids": [self.company_id]})
        return env["service.score.payroll.batch"].browse(self.batch_ids[number])

    def living_keys(self):
        def read(env):
            lines = env["service.score.payroll.line"].search(
                [("sheet_id", "in", self.sheet_ids), ("state", "!=", "withdrawn")]
            )
            return sorted(lines.mapped("source_key")), lines.batch_id.ids, set(lines.mapped("state"))

        return self.in_own_transaction(read)

    def release(self):
        self.in_own_transaction(lambda env: self.batch(env).action_prepare())
        self.in_own_transaction(lambda env: self.batch(env, user=1).action_release())

    def test_two_batches_prepared_at_once(self):
        with self.two_at_once() as (first, second):
            one, two = self.batch(first, 0, 0), self.batch(second, 1, 1)
            one.action_prepare()
            self.assertEqual(len(one.line_ids), 6)
            first.cr.commit()
            with self.assert_refused(second):
                two.action_prepare()
            with self.assertRaisesRegex(UserError, "Nothing is left"):
                two.action_prepare()
            second.cr.rollback()
        keys, batches, states = self.living_keys()
        self.assertEqual((len(keys), len(set(keys))), (6, 6))
        self.assertEqual((batches, states), (self.batch_ids[:1], {"prepared"}))

    def test_exported_twice_at_once(self):
        self.release()
        with self.two_at_once() as (first, second):
            one, two = self.batch(first), self.batch(second, user=1)
            one.action_export()
            first.cr.commit()
            file, at = one.xlsx_file, one.exported_at
            with self.assert_refused(second):
                two.action_export()
            two.action_export()
            self.assertEqual((two.xlsx_file, two.exported_at), (file, at))
            self.assertEqual(two.exported_by_id.id, self.user_ids[0])
        keys, batches, states = self.living_keys()
        self.assertEqual((len(keys), len(set(keys))), (6, 6))
        self.assertEqual((batches, states), (self.batch_ids[:1], {"exported"}))

    def test_a_crash_before_the_end_of_an_export_and_the_next_try(self):
        self.release()
        with self.own_transaction() as env:
            batch = self.batch(env)
            batch.action_export()
            env.flush_all()
            files = batch.read(["xlsx_file", "csv_file"])
            env.cr.rollback()  # as if the server died
        self.assertEqual(self.living_keys()[2], {"released"})
        with self.own_transaction() as env:
            batch = self.batch(env)
            self.assertFalse(batch.xlsx_file)
            batch.action_export()
            self.assertEqual(batch.read(["xlsx_file", "csv_file"]), files)
        keys, _batches, states = self.living_keys()
        self.assertEqual((len(keys), len(set(keys)), states), (6, 6, {"exported"}))
        self.assertEqual(
            self.in_own_transaction(
                lambda env: env["service.score.sheet"].browse(self.sheet_ids).mapped("state")
            ),
            ["exported"] * 3,
        )

    def test_withdrawn_while_somebody_exports(self):
        self.release()
        with self.two_at_once() as (first, second):
            one, two = self.batch(first), self.batch(second, user=1)
            one.action_withdraw("A mistake")
            first.cr.commit()
            with self.assert_refused(second):
                two.action_export()
            with self.assertRaisesRegex(UserError, "is Withdrawn"):
                two.action_export()
            second.cr.rollback()
        self.assertEqual(self.living_keys()[0], [])
