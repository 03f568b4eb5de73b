import psycopg2

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import TransactionCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger

from .payroll_common import MARCH, PayrollData


@tagged("post_install", "-at_install")
class TestPayrollParallel(TransactionCase):
    """Several people and crashes at once: one line for each source, whatever happens (S4)."""

    def setUp(self):
        super().setUp()
        self.addCleanup(self.in_own_transaction, self.clean)
        self.in_own_transaction(self.prepare)

    def in_own_transaction(self, work):
        with Registry(get_db_name()).cursor() as cr:
            return work(Environment(cr, SUPERUSER_ID, {}))

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

    def batch(self, cr, number=0, user=0):
        env = Environment(cr, self.user_ids[user], {"allowed_company_ids": [self.company_id]})
        return env["service.score.payroll.batch"].browse(self.batch_ids[number])

    def living_keys(self):
        def read(env):
            lines = env["service.score.payroll.line"].search(
                [("sheet_id", "in", self.sheet_ids), ("state", "!=", "withdrawn")]
            )
            return sorted(lines.mapped("source_key")), lines.batch_id.ids, set(lines.mapped("state"))

        return self.in_own_transaction(read)

    def release(self):
        with Registry(get_db_name()).cursor() as cr:
            self.batch(cr).action_prepare()
        with Registry(get_db_name()).cursor() as cr:
            self.batch(cr, user=1).action_release()

    def test_two_batches_prepared_at_once(self):
        registry = Registry(get_db_name())
        with registry.cursor() as first, registry.cursor() as second:
            one, two = self.batch(first, 0, 0), self.batch(second, 1, 1)
            two.state  # its snapshot begins  # noqa: B018
            one.action_prepare()
            self.assertEqual(len(one.line_ids), 6)
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.SerializationFailure):
                two.action_prepare()
            second.rollback()
            two.env.invalidate_all()
            with self.assertRaisesRegex(UserError, "Nothing is left"):
                two.action_prepare()
            second.rollback()
        keys, batches, states = self.living_keys()
        self.assertEqual((len(keys), len(set(keys))), (6, 6))
        self.assertEqual((batches, states), (self.batch_ids[:1], {"prepared"}))

    def test_exported_twice_at_once(self):
        self.release()
        registry = Registry(get_db_name())
        with registry.cursor() as first, registry.cursor() as second:
            one, two = self.batch(first), self.batch(second, user=1)
            two.state  # its snapshot begins  # noqa: B018
            one.action_export()
            first.commit()
            file, at = one.xlsx_file, one.exported_at
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.SerializationFailure):
                two.action_export()
            second.rollback()
            two.env.invalidate_all()
            two.action_export()
            self.assertEqual((two.xlsx_file, two.exported_at), (file, at))
            self.assertEqual(two.exported_by_id.id, self.user_ids[0])
            second.commit()
        keys, batches, states = self.living_keys()
        self.assertEqual((len(keys), len(set(keys))), (6, 6))
        self.assertEqual((batches, states), (self.batch_ids[:1], {"exported"}))

    def test_a_crash_before_the_end_of_an_export_and_the_next_try(self):
        self.release()
        registry = Registry(get_db_name())
        with registry.cursor() as cr:
            batch = self.batch(cr)
            batch.action_export()
            cr.flush()
            files = batch.read(["xlsx_file", "csv_file"])
            cr.rollback()  # as if the server died
        self.assertEqual(self.living_keys()[2], {"released"})
        with registry.cursor() as cr:
            batch = self.batch(cr)
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
        registry = Registry(get_db_name())
        with registry.cursor() as first, registry.cursor() as second:
            one, two = self.batch(first), self.batch(second, user=1)
            two.state  # its snapshot begins  # noqa: B018
            one.action_withdraw("A mistake")
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.SerializationFailure):
                two.action_export()
            second.rollback()
            two.env.invalidate_all()
            with self.assertRaisesRegex(UserError, "is Withdrawn"):
                two.action_export()
            second.rollback()
        self.assertEqual(self.living_keys()[0], [])
