from contextlib import contextmanager
from datetime import date

from odoo.tests import TransactionCase

from odoo.addons.service_kernel.tests.users import new_test_user

MARCH = date(2026, 3, 1)


class PayrollData:
    """What a payroll batch needs: a rule book with pay codes, employees with numbers, confirmed sheets."""

    def __init__(self, env, company=None):
        self.env = env(context={"no_reset_password": True, "tracking_disable": True})
        self.company = company or env.company

    def component(self, code="perf", **vals):
        return self.env["service.score.pay.component"].create(
            {
                "code": f"t_{code}",
                "name": code.title(),
                "company_id": self.company.id,
                "fine_pay_code": "F10",
                "bonus_pay_code": "B10",
                "withhold_pay_code": "W10",
                **vals,
            }
        )

    def book(self, component, code="book", **vals):
        return self.env["service.score.rulebook"].create(
            {
                "code": code,
                "name": f"Book {code}",
                "company_id": self.company.id,
                "pay_component_id": component.id,
                "adopted_on": "2020-01-01",
                "adopted_how": "union",
                "needs_acknowledgement": False,
                **vals,
            }
        )

    def employee(self, name, number=None, **vals):
        return self.env["hr.employee"].create(
            {
                "name": name,
                "company_id": self.company.id,
                "score_employee_number": number,
                **vals,
            }
        )

    def sheet(self, book, employee, month=MARCH, fine=0.0, withheld=0.0, bonus=0.0, **vals):
        """Return a confirmed sheet with this money, as if it were generated; ``vals`` of its money."""
        last = vals.pop("date_to", month.replace(day=28))
        state = vals.pop("state", "confirmed")
        sheet = self.env["service.score.sheet"].create(
            {
                "name": f"{book.name} {month:%Y-%m}",
                "rulebook_id": book.id,
                "rulebook_code": book.code,
                "company_id": self.company.id,
                "date_from": month,
                "date_to": last,
                "employee_id": employee.id,
                "state": state,
            }
        )
        self.env["service.score.sheet.pay"].create(
            {
                "sheet_id": sheet.id,
                "company_id": self.company.id,
                "employee_id": employee.id,
                "date_to": last,
                "has_wage": True,
                "fine_amount": fine,
                "withheld_amount": withheld,
                "bonus_amount": bonus,
                "taken_fine": fine,
                "taken_withheld": withheld,
                "cut_amount": fine + withheld,
                **vals,
            }
        )
        return sheet


class PayrollCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = PayrollData(cls.env, cls.env["res.company"].create({"name": "Payroll Test"}))
        cls.company = cls.data.company
        cls.hr, cls.second = (
            new_test_user(
                cls.env,
                login,
                "service_scoring.group_hr",
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            for login in ("t_pay_hr", "t_pay_second")
        )
        cls.component = cls.data.component()
        cls.book = cls.data.book(cls.component)
        cls.wang = cls.data.employee("Wang", "001")
        cls.li = cls.data.employee("Li", "002")
        cls.Batch = cls.env["service.score.payroll.batch"].with_user(cls.hr)

    @contextmanager
    def refused(self, error, message):
        with self.assertRaisesRegex(error, message), self.env.cr.savepoint():
            yield

    def prepared(self, **vals):
        batch = self.Batch.create({"month": MARCH, **vals})
        batch.action_prepare()
        return batch

    def released(self, **vals):
        batch = self.prepared(**vals)
        batch.with_user(self.second).action_release()
        return batch

    def exported(self, **vals):
        batch = self.released(**vals)
        batch.action_export()
        return batch

    def lines_of(self, batch):
        return [
            (line.employee_number, line.pay_code, line.kind, line.amount)
            for line in batch.line_ids.sorted(lambda line: (line.employee_number, line.pay_code))
        ]
