from contextlib import contextmanager

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import TransactionCase, tagged

from odoo.addons.service_kernel.tests.users import new_test_user


@tagged("post_install", "-at_install")
class TestPayrollLayout(TransactionCase):
    """Layouts of the file for payroll: what they need, who maintains them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr = new_test_user(cls.env, "t_layout_hr", "service_scoring.group_hr")
        cls.Layout = cls.env["service.score.payroll.layout"].with_user(cls.hr)

    def layout(self, *columns, **vals):
        return self.Layout.create(
            {
                "code": "t",
                "name": "Import",
                "column_ids": [
                    (0, 0, {"heading": heading, "field": field, **more}) for heading, field, more in columns
                ],
                **vals,
            }
        )

    @contextmanager
    def refused(self, message):
        with self.assertRaisesRegex(ValidationError, message), self.env.cr.savepoint():
            yield

    NEEDED = (("No.", "employee_number", {}), ("Code", "pay_code", {}), ("Amount", "amount", {}))

    def test_columns_come_in_their_order_with_usual_formats(self):
        layout = self.layout(
            *self.NEEDED,
            ("Month", "month", {"sequence": 1}),
            ("Fixed", "text", {"sequence": 2, "text": "7"}),
        )
        self.assertEqual(
            [(one.heading, one.field, one.format, one.text) for one in layout._get_columns()],
            [
                ("Month", "month", "month", ""),
                ("Fixed", "text", "plain", "7"),
                ("No.", "employee_number", "plain", ""),
                ("Code", "pay_code", "plain", ""),
                ("Amount", "amount", "plain", ""),
            ],
        )

    def test_a_file_has_to_say_whom_what_and_how_much(self):
        for left_out, message in ((0, "employee number"), (1, "pay code"), (2, "amount")):
            columns = [column for index, column in enumerate(self.NEEDED) if index != left_out]
            with self.refused(f"with the {message} is missing"):
                self.layout(*columns)
        with self.refused("Only one column"):
            self.layout(*self.NEEDED, ("Again", "amount", {"format": "absolute"}))
        with self.refused("“No.” does not suit"):
            self.layout(("No.", "employee_number", {"format": "absolute"}), *self.NEEDED[1:])
        layout = self.layout(*self.NEEDED)
        with self.refused("amount is missing"):
            layout.column_ids[2].field = "currency"
        with self.refused("amount is missing"):
            layout.column_ids = [(2, layout.column_ids[2].id)]

    def test_another_content_takes_a_format_that_suits_it(self):
        layout = self.layout(*self.NEEDED, ("M", "month", {"format": "last_day"}))
        column = layout.column_ids[3]
        column.field = "line_count"
        self.assertEqual(column.format, "plain")
        column.field = "month"
        self.assertEqual(column.format, "month")

    def test_the_standard_file_is_complete(self):
        columns = self.Layout._get_standard_columns()
        self.assertEqual(
            [column.field for column in columns],
            [
                *("month", "employee_number", "employee_name", "department"),
                *("pay_code", "kind", "amount", "currency", "source"),
            ],
        )

    def test_a_new_layout_starts_with_all_columns(self):
        layout = self.Layout.create({"code": "t_new", "name": "New"})
        self.assertEqual(layout._get_columns(), self.Layout._get_standard_columns())
        self.assertEqual(layout.copy().column_ids.mapped("heading"), layout.column_ids.mapped("heading"))

    def test_only_hr_maintains_them(self):
        layout = self.layout(*self.NEEDED)
        for role in ("base.group_user", "service_scoring.group_officer", "service_scoring.group_manager"):
            user = new_test_user(self.env, f"t_layout_{role}", role)
            for records in (layout, layout.column_ids):
                for operation in ("read", "write", "create", "unlink"):
                    self.assertFalse(records.with_user(user).has_access(operation), (role, operation))
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.env["service.score.payroll.layout"].create(
            {
                "code": "f",
                "name": "F",
                "company_id": other.id,
                "column_ids": [(0, 0, {"heading": h, "field": f}) for h, f, _more in self.NEEDED],
            }
        )
        for records in (foreign, foreign.column_ids):
            with self.assertRaises(AccessError):
                records.with_user(self.hr).read(["display_name"])
