import base64

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.service_kernel.tests.users import new_test_user

from .payroll_common import PayrollCase


@tagged("post_install", "-at_install")
class TestPayrollCheck(PayrollCase):
    """The check of payroll finds what somebody changed past the screens, and erasure leaves nobody's name."""

    def differences(self):
        found = list(self.env["service.score.payroll.batch"]._check_payroll())
        return [
            (one["remedy"], one["expected"], one["found"])
            for one in found
            if one["company_id"] == self.company.id
        ]

    def past_triggers(self, table, query, *params):
        self.env.flush_all()
        name = SQL.identifier(table)
        self.env.cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", name))
        self.env.cr.execute(query, params)
        self.env.cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", name))
        self.env.invalidate_all()

    def test_all_holds_through_all_steps(self):
        self.data.sheet(self.book, self.wang, fine=10, bonus=3)
        self.data.sheet(self.book, self.li, fine=500, taken_fine=0.1)
        batch = self.prepared()
        self.assertEqual(self.differences(), [])
        batch.with_user(self.second).action_release()
        batch.action_export()
        self.assertEqual(self.differences(), [])
        batch.action_withdraw("Wrong")
        self.assertEqual(self.differences(), [])
        self.assertEqual(len(self.exported().line_ids), 3)
        self.assertEqual(self.differences(), [])

    def test_another_amount_is_found(self):
        self.data.sheet(self.book, self.wang, fine=10)
        batch = self.exported()
        self.past_triggers(
            "service_score_payroll_line",
            "UPDATE service_score_payroll_line SET amount = -9.99 WHERE id = %s",
            batch.line_ids.id,
        )
        self.assertEqual(self.differences(), [("payroll_sheet", "-10.00", "-9.99")])

    def test_a_sheet_that_says_it_was_sent_and_was_not(self):
        sheet = self.data.sheet(self.book, self.wang, fine=10)
        sheet._set_exported(True)
        self.assertEqual(self.differences(), [("payroll_sheet", "-10.00", "")])

    def test_a_sheet_that_could_be_sent_again(self):
        sheet = self.data.sheet(self.book, self.wang, fine=10)
        self.exported()
        sheet._set_exported(False)
        self.assertEqual(self.differences(), [("payroll_sheet", "", "-10.00")])

    def test_another_file_is_found(self):
        self.data.sheet(self.book, self.wang, fine=10)
        batch = self.exported()
        batch._store({"csv_file": base64.b64encode(b"other")})
        ((remedy, expected, found),) = self.differences()
        self.assertEqual((remedy, expected), ("payroll_file", batch.csv_digest))
        self.assertNotEqual(found, expected)

    # Erasure
    def erase(self, employee):
        employee.with_user(self.hr).sudo()._anonymise_scores()
        self.env.flush_all()

    def test_an_erased_person_is_in_no_file_and_all_still_holds(self):
        self.data.sheet(self.book, self.wang, fine=10)
        self.data.sheet(self.book, self.li, fine=5)
        batch = self.exported()
        batch.action_withdraw("Wang is paid elsewhere")
        anew = self.exported()
        self.erase(self.wang)
        for one in (batch, anew):
            text = base64.b64decode(one.csv_file).decode("utf-8-sig")
            self.assertNotIn("Wang", text)
            self.assertNotIn("001", text)
            self.assertIn("002,Li,", text)
            self.assertIn("-10.00", text)
        self.assertFalse(batch.withdraw_reason)
        self.assertEqual(self.differences(), [])
        self.assertEqual(sorted(anew.line_ids.mapped("amount")), [-10, -5])

    def test_what_is_still_to_be_sent_needs_the_number(self):
        self.data.sheet(self.book, self.wang, fine=10)
        batch = self.released()
        self.erase(self.wang)
        self.assertEqual(batch.line_ids.employee_number, "001")
        batch.action_export()
        self.assertEqual(batch.state, "exported")

    # Access
    def test_only_hr_of_the_company_sees_payroll(self):
        self.data.sheet(self.book, self.wang, fine=10)
        self.data.sheet(self.book, self.data.employee("Nobody"), fine=10)
        batch = self.prepared()
        rows = (batch, batch.line_ids, batch.held_ids)
        self.assertTrue(all(rows))
        self.wang.user_id = new_test_user(self.env, "t_pay_self", "service_scoring.group_user")
        leader = self.data.employee("Leader", user_id=new_test_user(self.env, "t_pay_leader").id)
        self.wang.parent_id = leader
        users = self.wang.user_id | leader.user_id
        for role in ("base.group_portal", "service_scoring.group_officer", "service_scoring.group_manager"):
            users |= new_test_user(self.env, f"t_pay_{role}", role)
        users |= new_test_user(self.env, "t_pay_odoo_hr", "hr.group_hr_manager")
        users.company_ids = [(4, self.company.id)]
        for user in users:
            for records in rows:
                for operation in ("read", "write", "create", "unlink"):
                    self.assertFalse(records.with_user(user).has_access(operation), (user.login, operation))
            for step in ("action_prepare", "action_release", "action_export"):
                with self.refused(AccessError, ""):
                    getattr(batch.with_user(user), step)()
            with self.refused(AccessError, ""):
                batch.with_user(user).action_withdraw("x")
        other = new_test_user(self.env, "t_pay_other", "service_scoring.group_hr")
        for records in rows:
            self.assertFalse(records.with_user(other).search([("id", "in", records.ids)]))
            with self.refused(AccessError, ""):
                records.with_user(other).read(["display_name"])
        with self.refused(AccessError, ""):
            batch.with_user(other).action_prepare()
        for records in rows:
            self.assertTrue(records.with_user(self.second).read())

    def test_dialogs_are_ones_own(self):
        self.data.sheet(self.book, self.wang, fine=10)
        Dialog = self.env["service.score.payroll.withdraw"]
        dialog = Dialog.with_user(self.hr).create({"batch_id": self.prepared().id, "reason": "x"})
        self.env.invalidate_all()
        with self.refused(AccessError, ""):
            dialog.with_user(self.second).action_confirm()
