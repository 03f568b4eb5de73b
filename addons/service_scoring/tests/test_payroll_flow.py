from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .payroll_common import PayrollCase

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


@tagged("post_install", "-at_install")
class TestPayrollFlow(PayrollCase):
    """From entries of the ledger over sheets to payroll, and what comes later (S4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.allowance = cls.data.component("allowance", kind="allowance", withhold_pay_code="W20")
        cls.house = cls.data.book(
            cls.component,
            "house",
            reward_amount=5,
            bonus_base=300,
            bracket_ids=[Command.create({"amount": 10, "is_open_end": True, "mode": "whole"})],
            rule_ids=[
                Command.create({"code": code, "name": code, **vals})
                for code, vals in {
                    "late": {"points": 1},
                    "praise": {"points": 3, "kind": "reward"},
                    "bonus": {
                        "kind": "withhold",
                        "withhold_component_id": cls.component.id,
                        "withhold_share": 50,
                    },
                    "allowance": {
                        "kind": "withhold",
                        "withhold_component_id": cls.allowance.id,
                        "withhold_share": 100,
                    },
                }.items()
            ],
        )
        cls.house.action_activate()
        cls.officer = new_test_user(
            cls.env,
            "t_pay_officer",
            "service_scoring.group_officer",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.wage(cls.wang, 5000)

    @classmethod
    def wage(cls, employee, amount, component=None):
        return cls.env["service.score.wage"].create(
            {
                "company_id": cls.company.id,
                "employee_id": employee.id,
                "component_id": component and component.id,
                "valid_from": "2026-01-01",
                "amount": amount,
            }
        )

    def confirmed(self, code, day="2026-03-05", quantity=1, employee=None):
        entry = (
            self.env["service.score.entry"]
            .with_user(self.officer)
            .create(
                {
                    "company_id": self.company.id,
                    "rule_id": self.house.rule_ids.filtered(lambda rule: rule.code == code).id,
                    "employee_id": (employee or self.wang).id,
                    "date": day,
                    "quantity": quantity,
                }
            )
        )
        entry.action_confirm()
        return entry

    def close(self, month, employees=None):
        """Make, publish and confirm the sheets of a month; return them."""
        sheets = self.house.with_user(self.officer).generate_sheets(month, employees or self.wang)
        sheets.action_publish()
        sheets.action_confirm()
        self.assertEqual(set(sheets.mapped("state")), {"confirmed"})
        return sheets

    def test_from_entries_to_lines(self):
        self.confirmed("late", quantity=3)
        self.confirmed("praise")
        sheet = self.close(MARCH)
        batch = self.exported(month=MARCH)
        self.assertEqual(self.lines_of(batch), [("001", "B10", "bonus", 15), ("001", "F10", "fine", -30)])
        self.assertEqual(sheet.state, "exported")
        self.assertEqual(list(self.Batch.sudo()._check_sums()), [])

    def test_a_late_entry_is_next_months_adjustment(self):
        self.confirmed("late", quantity=3)
        sheet = self.close(MARCH)
        batch = self.exported(month=MARCH)
        before = batch.read(["xlsx_file", "csv_file", "totals"])
        late = self.confirmed("late", "2026-03-20")
        self.assertEqual((late.is_adjustment, late.effective_date), (True, APRIL))
        again = self.house.with_user(self.officer).generate_sheets(MARCH, self.wang)
        self.assertEqual((again.id, again.state, again.points_deducted), (sheet.id, "exported", 3))
        batch.action_export()
        self.assertEqual(batch.read(["xlsx_file", "csv_file", "totals"]), before)
        april = self.close(APRIL)
        self.assertEqual(april.points_deducted, 1)
        later = self.exported(month=APRIL)
        self.assertEqual(later.line_ids.sheet_id.id, april.id)
        self.assertEqual(self.lines_of(later), [("001", "F10", "fine", -10)])

    def test_an_entry_taken_back_later_is_given_back(self):
        entry = self.confirmed("late", quantity=3)
        self.close(MARCH)
        self.exported(month=MARCH)
        entry.action_reverse("It was somebody else")
        self.close(APRIL)
        self.assertEqual(self.lines_of(self.exported(month=APRIL)), [("001", "F10", "fine", 30)])

    def test_no_wage_no_export_until_it_is_known(self):
        self.confirmed("late", employee=self.li)
        sheet = self.close(MARCH, self.li)
        batch = self.prepared(month=MARCH)
        self.assertEqual((batch.held_ids.sheet_id.id, batch.held_ids.codes), (sheet.id, "no_wage"))
        self.assertFalse(batch.line_ids)
        self.wage(self.li, 4000)
        batch.action_prepare()
        self.assertFalse(batch.held_ids)
        self.assertEqual(self.lines_of(batch), [("002", "F10", "fine", -10)])

    def test_what_the_guard_leaves_goes_and_the_rest_is_carried(self):
        self.confirmed("late", quantity=120)  # 1200.00 of 5000.00: 1000.00 may go
        self.close(MARCH)
        self.assertEqual(self.lines_of(self.exported(month=MARCH)), [("001", "F10", "fine", -1000)])
        self.confirmed("late", "2026-04-02")
        self.close(APRIL)
        self.assertEqual(self.lines_of(self.exported(month=APRIL)), [("001", "F10", "fine", -210)])

    def test_components_have_pay_codes_of_their_own(self):
        self.wage(self.wang, 900, self.allowance)
        self.confirmed("bonus")  # half of the full bonus of 300.00
        self.confirmed("allowance")  # all of 900.00
        self.close(MARCH)
        batch = self.exported(month=MARCH)  # together 1050.00 of at most 1000.00
        self.assertEqual(
            self.lines_of(batch), [("001", "W10", "withheld", -150), ("001", "W20", "withheld", -850)]
        )
        self.assertEqual(
            [(line.component_id, line.source_key.count(",")) for line in batch.line_ids.sorted("pay_code")],
            [(self.component, 3), (self.allowance, 3)],
        )

    def test_withheld_and_given_back_has_the_code_of_the_component(self):
        self.wage(self.wang, 400, self.allowance)
        entry = self.confirmed("allowance")
        self.close(MARCH)
        self.assertEqual(self.lines_of(self.exported(month=MARCH)), [("001", "W20", "withheld", -400)])
        entry.action_reverse("A mistake")
        self.close(APRIL)
        self.assertEqual(self.lines_of(self.exported(month=APRIL)), [("001", "W20", "withheld", 400)])

    def test_a_withdrawn_file_leaves_entries_and_sheets_as_they_are(self):
        self.confirmed("late", quantity=3)
        sheet = self.close(MARCH)
        batch = self.exported(month=MARCH)
        batch.action_withdraw("Payroll refused the file")
        late = self.confirmed("late", "2026-03-21")
        self.assertEqual(late.effective_date, APRIL)
        again = self.house.with_user(self.officer).generate_sheets(MARCH, self.wang)
        self.assertEqual((again.id, again.state, again.points_deducted), (sheet.id, "confirmed", 3))
        anew = self.exported(month=MARCH)
        self.assertEqual(self.lines_of(anew), self.lines_of(batch))
        self.assertEqual(anew.csv_file, batch.csv_file)
