from odoo.tests import tagged

from .sheet_common import JUNE, SheetCase


@tagged("post_install", "-at_install")
class TestSheetScale(SheetCase):
    """A fixed number of queries, however many people have sheets."""

    def people(self, name, count):
        employees = self.env["hr.employee"].create(
            [{"name": f"{name} {number}", "company_id": self.company.id} for number in range(count)]
        )
        self.env["service.score.wage"].create(
            [
                {
                    "company_id": self.company.id,
                    "employee_id": employee.id,
                    "valid_from": JUNE,
                    "amount": 5000,
                }
                for employee in employees
            ]
        )
        rule = self.book.rule_ids.filtered(lambda rule: rule.code == "point")
        self.env["service.score.entry"].with_user(self.officer).create(
            [
                {
                    "company_id": self.company.id,
                    "rule_id": rule.id,
                    "employee_id": employee.id,
                    "date": JUNE,
                }
                for employee in employees
                for _number in range(2)
            ]
        ).action_confirm()
        return employees

    def count(self, step):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        step()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_ten_and_a_hundred(self):
        self.month(self.people("First", 1))  # policies come into memory
        few, many = self.month(self.people("Few", 10)), self.month(self.people("Many", 100))
        self.assertEqual(few, many)
        self.assertLess(max(many), 40)

    def month(self, employees):
        """Return the number of queries of each step of a month."""
        book = self.book.with_user(self.hr)
        make = self.count(lambda: book.generate_sheets(JUNE, employees))
        sheets = book.generate_sheets(JUNE, employees)
        counts = (
            make,
            self.count(lambda: book.generate_sheets(JUNE, employees)),
            self.count(lambda: sheets.with_user(self.officer).action_publish()),
            self.count(lambda: sheets.with_user(self.hr).action_confirm()),
            self.count(lambda: sheets.read(["display_name", "fine_amount", "answer"])),
        )
        self.assertEqual(set(sheets.mapped("state")), {"confirmed"})
        return counts
