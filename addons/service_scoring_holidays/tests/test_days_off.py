from datetime import date

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.service_scoring.tests.sheet_common import SheetCase


@tagged("post_install", "-at_install")
class TestDaysOff(SheetCase):
    """HOTEL-RWD-01, Q-19: a clean month earns two days, usable for the two months after it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.book = cls.activated(
            code="clean",
            streak_ids=[
                Command.create(
                    {
                        "code": "clean",
                        "name": "Clean month",
                        "measure": "no_deduction",
                        "kind": "days_off",
                        "days": 2,
                        "valid_months": 2,
                    }
                )
            ],
        )
        cls.close(cls.make(day=date(2025, 12, 10)))
        cls.proposed = cls.env["service.score.consequence"].search([("employee_id", "=", cls.employee.id)])
        cls.kind = cls.env.ref("service_scoring_holidays.leave_type_rest")

    def remaining(self, day):
        """Days that the employee can take on a day."""
        data = self.kind.get_allocation_data(self.employee, day)[self.employee]
        return sum(values["virtual_remaining_leaves"] for _name, values, *_rest in data)

    def test_nothing_before_somebody_decides(self):
        self.assertEqual(self.proposed.state, "proposed")
        self.assertFalse(self.env["hr.leave.allocation"].search([("employee_id", "=", self.employee.id)]))
        self.proposed.reason = "Not agreed"
        self.proposed.with_user(self.officer).action_reject()
        self.assertFalse(self.proposed.allocation_id)

    @freeze_time("2026-01-05")
    def test_the_days_can_be_taken_until_they_lapse(self):
        self.proposed.with_user(self.officer).action_approve()
        allocation = self.proposed.allocation_id
        self.assertEqual(
            (allocation.state, allocation.number_of_days, allocation.date_from, allocation.date_to),
            ("validate", 2, date(2026, 1, 1), date(2026, 2, 28)),
        )
        self.assertEqual((allocation.holiday_status_id, allocation.employee_id), (self.kind, self.employee))
        for day, days in (
            (date(2025, 12, 31), 0),
            (date(2026, 1, 1), 2),
            (date(2026, 2, 28), 2),
            (date(2026, 3, 1), 0),
        ):
            self.assertEqual(self.remaining(day), days, day)
