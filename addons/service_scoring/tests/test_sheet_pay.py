from datetime import date

from odoo.tests import tagged

from .sheet_common import SheetCase

JULY = date(2026, 7, 10)


@tagged("post_install", "-at_install")
class TestSheetPay(SheetCase):
    """The guard of the pay: cap, floor, no wage, and what becomes of the rest (Q-57, S6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.region = cls.env["service.score.region"].create(
            {
                "name": "Beijing",
                "code": "beijing",
                "company_id": cls.company.id,
                "cap_share": 20,
            }
        )

    def set_floor(self, amount, day=date(2026, 1, 1)):
        self.company.score_region_id = self.region
        self.env["service.score.wage.floor"].create(
            {"region_id": self.region.id, "valid_from": day, "amount": amount}
        )

    def test_the_cap_holds_without_any_region(self):
        self.enter("point", 50)  # 1,000 of 5,000
        sheet = self.make()
        self.assertEqual((sheet.cut_amount, sheet.pay_after, sheet.cut_reason), (1000, 4000, False))
        self.enter("point", 0.01)
        sheet = self.make()
        self.assertEqual((sheet.fine_amount, sheet.cut_amount, sheet.carried_out), (1000.2, 1000, 0.2))
        self.assertEqual((sheet.pay_before, sheet.pay_after, sheet.cut_reason), (5000, 4000, "cap"))

    def test_the_wage_floor(self):
        self.set_floor(4500)
        self.enter("point", 25)
        self.assertEqual(self.make().cut_amount, 500)
        self.enter("point", 0.01)
        sheet = self.make()
        self.assertEqual((sheet.cut_amount, sheet.carried_out, sheet.cut_reason), (500, 0.2, "floor"))

    def test_a_wage_below_the_floor_gives_nothing(self):
        self.set_floor(5000.01)
        self.enter("point", 1)
        self.assertEqual((self.make().cut_amount, self.make().carried_out), (0, 10))

    def test_the_floor_of_the_day_and_of_the_employees_region(self):
        self.set_floor(4900)
        self.set_floor(4999, day=date(2026, 7, 1))
        other = self.region.copy({"code": "other", "cap_share": 1, "floor_ids": False})
        self.enter("point", 20)
        self.assertEqual(self.make().cut_amount, 100)
        self.enter("point", 20, day=JULY)
        self.assertEqual(self.make(day=JULY).cut_amount, 1)
        self.employee.score_region_id = other
        self.assertEqual(self.make().cut_amount, 50)

    def test_what_was_cut_is_tried_again(self):
        self.enter("point", 60)  # 1,200
        june = self.close(self.make())
        self.assertEqual((june.cut_amount, june.carried_out), (1000, 200))
        july = self.make(day=JULY)
        self.assertEqual((july.carried_in, july.cut_amount, july.carried_out), (200, 200, 0))
        self.close(july)
        self.assertEqual(self.make(day=date(2026, 8, 1)).carried_in, 0)

    def test_who_has_something_carried_over_gets_a_sheet(self):
        self.enter("point", 60)
        self.close(self.make())
        self.assertEqual(self.book.generate_sheets(JULY).employee_id, self.employee)

    def test_who_has_nothing_carried_over_gets_no_empty_sheet(self):
        self.enter("point", 1)
        self.close(self.make())
        self.assertFalse(self.book.generate_sheets(JULY))

    def test_what_was_cut_is_written_off(self):
        book = self.activated(code="off", rest_policy="write_off")
        self.enter("point", 60, book=book)
        june = self.close(self.make(book=book))
        self.assertEqual((june.cut_amount, june.carried_out, june.written_off), (1000, 0, 200))
        self.assertEqual(self.make(book=book, day=JULY).carried_in, 0)

    def test_all_books_of_a_month_share_the_cap(self):
        other = self.activated(code="other")
        self.enter("point", 40)  # 800
        self.enter("point", 30, book=other)  # 600
        first, second = self.make(), self.make(book=other)
        self.assertEqual((first.cut_amount, second.cut_amount), (800, 600))
        self.close(first | second)
        self.assertEqual((first.cut_amount, second.cut_amount, second.carried_out), (800, 200, 400))

    def test_a_quarter_acts_on_the_pay_of_its_last_month(self):
        quarter = self.activated(code="quarter", period="quarter")
        self.enter("point", 45, book=quarter, day=date(2026, 4, 1))
        self.close(self.make(book=quarter))
        self.enter("point", 45)
        self.enter("point", 45, day=date(2026, 5, 5))
        self.assertEqual(self.make().cut_amount, 100)
        self.assertEqual(self.make(day=date(2026, 5, 5)).cut_amount, 900)

    def test_withheld_components_come_first(self):
        self.set_wage(self.employee, 700, component=self.allowance)
        self.enter("allowance")
        self.enter("point", 20.5)
        sheet = self.make()
        self.assertEqual((sheet.fine_amount, sheet.withheld_amount), (410, 700))
        self.assertEqual((sheet.taken_fine, sheet.taken_withheld, sheet.carried_out), (300, 700, 110))

    def test_without_a_wage_nothing_is_taken(self):
        poor = self.employee_of(self.person("score_poor", "base.group_user"))
        self.enter("point", 5, employee=poor)
        sheet = self.make(employee=poor)
        self.assertEqual((sheet.fine_amount, sheet.has_wage, sheet.cut_amount), (50, False, 0))
        self.close(sheet)
        self.assertIn("no_wage", sheet._get_hold_reasons()[sheet.id])
        self.assertEqual(self.make(employee=poor, day=JULY).carried_in, 0)
        self.set_wage(poor, 4000)
        sheet.with_user(self.hr).action_compute_pay()
        self.assertEqual((sheet.has_wage, sheet.cut_amount, sheet.pay_after), (True, 50, 3950))
        self.assertNotIn("no_wage", sheet._get_hold_reasons()[sheet.id])

    def test_the_wage_of_the_employees_version(self):
        rich = self.employee_of(self.person("score_rich", "base.group_user"))
        rich.version_id.write({"date_version": date(2026, 7, 1), "wage": 6000})
        self.enter("point", 5, employee=rich)
        self.assertEqual(self.make(employee=rich).pay_before, 6000)
        rich.create_version({"date_version": date(2026, 8, 1), "wage": 6100})
        self.assertEqual(self.make(employee=rich).pay_before, 6000)
        self.assertEqual(self.make(employee=rich, day=date(2026, 8, 1)).pay_before, 6100)
        self.set_wage(rich, 6500, day=date(2026, 6, 30))
        self.assertEqual(self.make(employee=rich).pay_before, 6500)
        self.set_wage(rich, 7000, day=date(2026, 7, 1))
        self.assertEqual(self.make(employee=rich).pay_before, 6500)

    def test_who_joined_in_the_month_has_a_part_of_the_wage(self):
        """June 2026 has 22 working days, 11 of them from the 16th on."""
        self.set_floor(4000)
        self.employee.version_id.write(
            {"date_version": date(2026, 6, 16), "contract_date_start": date(2026, 6, 16)}
        )
        self.enter("point", 60, day=date(2026, 6, 20))
        sheet = self.make()
        self.assertEqual((sheet.pay_before, sheet.cut_amount, sheet.cut_reason), (2500, 500, "cap"))

    def test_hold_reasons(self):
        sheet = self.close(self.make())
        self.assertEqual(
            sheet._get_hold_reasons()[sheet.id], ["no_number", "not_adopted", "not_acknowledged"]
        )
        self.employee.score_employee_number = "0017"
        self.book.write({"adopted_on": date(2026, 1, 1), "adopted_how": "union"})
        self.book._acknowledge(self.employee, "signed")
        self.assertEqual(sheet._get_hold_reasons()[sheet.id], [])
