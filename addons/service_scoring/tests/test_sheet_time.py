from datetime import date, datetime

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.leave_common import enter_leave

from .sheet_common import JUNE, SheetCase


@tagged("post_install", "-at_install")
class TestSheetTime(SheetCase):
    """Transfer, joining, leaving, part time, leave. June 2026 has 22 working days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.prorata = cls.activated(
            code="prorata",
            base_score=110,
            is_base_pro_rata=True,
            is_bonus_pro_rata=True,
            bonus_base=220,
            absence_policy="reduce",
        )

    def score(self, **vals):
        sheet = self.make(book=self.prorata, **vals)
        return sheet.scheduled_days, sheet.period_days, sheet.base

    def version(self, **vals):
        self.employee.version_id.write(vals)

    def leave(self, start, end):
        enter_leave(
            self.env,
            {
                "name": "Leave",
                "resource_id": self.employee.resource_id.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "company_id": self.company.id,
                "date_from": start,
                "date_to": end,
                "time_type": "leave",
            },
        )

    def test_the_whole_period(self):
        self.assertEqual(self.score(), (22, 22, 110))

    def test_a_book_that_is_not_in_proportion_reduces_nothing(self):
        self.version(date_version=date(2026, 6, 16), contract_date_start=date(2026, 6, 16))
        book = self.activated(code="whole", base_score=110)
        sheet = self.make(book=book)
        self.assertEqual((sheet.scheduled_days, sheet.base), (11, 110))

    def test_joining(self):
        self.version(date_version=date(2026, 6, 16), contract_date_start=date(2026, 6, 16))
        self.assertEqual(self.score(), (11, 22, 55))

    def test_leaving(self):
        self.version(
            date_version=date(2026, 1, 1),
            contract_date_start=date(2026, 1, 1),
            contract_date_end=date(2026, 6, 15),
        )
        self.assertEqual(self.score(), (11, 22, 55))

    def test_departing_and_being_archived(self):
        self.version(departure_date=date(2026, 6, 15))
        self.employee.active = False
        self.assertEqual(self.score(), (11, 22, 55))
        self.assertIn(self.employee, self.prorata.generate_sheets(JUNE).employee_id)
        self.assertNotIn(self.employee, self.prorata.generate_sheets(date(2026, 7, 1)).employee_id)

    def test_a_public_holiday_is_nobodys_working_day(self):
        enter_leave(
            self.env,
            {
                "name": "Dragon Boat Festival",
                "company_id": self.company.id,
                "date_from": datetime(2026, 6, 18, 16),
                "date_to": datetime(2026, 6, 19, 15, 59, 59),
                "resource_id": False,
            },
        )
        self.assertEqual(self.score(), (21, 21, 110))

    def test_leave_that_reduces_and_leave_that_does_not(self):
        self.leave(datetime(2026, 6, 7, 16), datetime(2026, 6, 9, 16))  # the 8th and 9th
        self.assertEqual(self.score(), (20, 22, 100))
        keep = self.activated(code="keep", base_score=110, is_base_pro_rata=True, absence_policy="keep")
        self.assertEqual(self.make(book=keep).base, 110)

    def test_leaves_that_overlap_or_fall_on_a_weekend_count_once(self):
        self.leave(datetime(2026, 6, 7, 16), datetime(2026, 6, 9, 16))
        self.leave(datetime(2026, 6, 8, 16), datetime(2026, 6, 9, 16))
        self.leave(datetime(2026, 6, 12, 16), datetime(2026, 6, 14, 16))  # Saturday and Sunday
        self.assertEqual(self.score()[0], 20)

    def test_part_time(self):
        calendar = self.env["resource.calendar"].create(
            {
                "name": "Monday to Wednesday mornings",
                "company_id": self.company.id,
                "tz": "Asia/Shanghai",
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": "Morning",
                            "dayofweek": day,
                            "hour_from": 8,
                            "hour_to": 12,
                            "day_period": "morning",
                        }
                    )
                    for day in "012"
                ],
            }
        )
        self.version(resource_calendar_id=calendar.id)
        # 5 Mondays, 5 Tuesdays, 4 Wednesdays, half a day each
        self.assertEqual(self.score(), (7, 22, 35))
        # the bonus in proportion, the wage is a part-time one already
        self.enter("allowance", book=self.prorata)
        sheet = self.make(book=self.prorata)
        self.assertEqual((sheet.withheld_amount, sheet.pay_before), (70, 5000))

    def test_another_calendar_within_the_period(self):
        nights = self.company.resource_calendar_id.copy({"name": "Mondays"})
        nights.attendance_ids.filtered(lambda line: line.dayofweek != "0").unlink()
        self.version(date_version=date(2026, 1, 1))
        self.employee.create_version({"date_version": date(2026, 6, 16), "resource_calendar_id": nights.id})
        # 11 days before, then the Mondays 22 and 29
        self.assertEqual(self.score()[0], 13)

    def test_flexible_hours_count_like_the_companys(self):
        flexible = self.env["resource.calendar"].create(
            {"name": "Flexible", "company_id": self.company.id, "flexible_hours": True}
        )
        self.version(resource_calendar_id=flexible.id)
        self.assertEqual(self.score()[0], 22)

    def test_a_transfer_within_the_month(self):
        """An entry belongs to the unit of its day."""
        first, second = self.env["hr.department"].create(
            [{"name": name, "company_id": self.company.id} for name in ("First", "Second")]
        )
        book = self.activated(code="unit", carrier="department", base_score=100)
        self.version(date_version=date(2026, 1, 1), department_id=first.id)
        self.employee.create_version({"date_version": date(2026, 6, 15), "department_id": second.id})
        self.enter("point", 3, book=book, day=date(2026, 6, 14))
        self.enter("point", 2, book=book, day=date(2026, 6, 15))
        sheets = book.generate_sheets(JUNE)
        scores = {sheet.department_id: sheet.score for sheet in sheets}
        self.assertEqual((scores[first], scores[second]), (97, 98))
        self.assertFalse(sheets.employee_id)
        self.assertEqual(book.generate_sheets(JUNE, self.employee).department_id, second)
        # the employee's own sheet has the department of the period's end
        self.enter("point", 1)
        self.assertEqual(self.make().department_id, second)

    def test_a_book_for_some_departments(self):
        """Without entries only those have a sheet whom the book is for; a version in force can say so."""
        hall, kitchen = self.env["hr.department"].create(
            [{"name": name, "company_id": self.company.id} for name in ("Hall", "Kitchen")]
        )
        desk = kitchen.create({"name": "Desk", "company_id": self.company.id, "parent_id": hall.id})
        book = self.activated(code="hall", base_score=100)
        self.assertIn(self.leader, book.generate_sheets(JUNE).employee_id)
        book = self.activated(code="hall2", base_score=100)
        book.scope_department_ids = hall
        self.version(date_version=date(2026, 1, 1), department_id=kitchen.id)
        self.assertFalse(book.generate_sheets(JUNE))
        self.employee.create_version({"date_version": date(2026, 6, 30), "department_id": desk.id})
        self.assertEqual(book.generate_sheets(JUNE).employee_id, self.employee)
        self.enter("point", 1, employee=self.leader, book=book)
        self.assertEqual(book.generate_sheets(JUNE).employee_id, self.employee | self.leader)

    def test_sites(self):
        site = self.env["service.site"].create(
            {"name": "Lobby", "code": "lobby", "company_id": self.company.id}
        )
        book = self.activated(code="site", carrier="site", base_score=100)
        self.enter("point", 3, book=book, site_id=site.id)
        sheet = book.generate_sheets(JUNE)
        self.assertEqual((sheet.site_id, sheet.score, sheet.has_money), (site, 97, False))
        self.assertEqual(book.generate_sheets(JUNE, self.employee), sheet)
        self.close(sheet)
        self.assertEqual(sheet.state, "confirmed")
