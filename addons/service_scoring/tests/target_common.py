from contextlib import contextmanager
from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time

from .sheet_common import SheetCase

JUNE_1, JUNE_30 = date(2026, 6, 1), date(2026, 6, 30)


class TargetCase(SheetCase):
    """A book with rules for targets, and targets of June 2026 that people enter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.version"].search([("employee_id.company_id", "=", cls.company.id)]).date_version = date(
            2025, 1, 1
        )
        cls.targets = cls.env["service.score.target"].with_user(cls.manager)
        cls.results = cls.env["service.score.result"].with_user(cls.officer)

    @classmethod
    def target(cls, *bands, **vals):
        return cls.targets.create(
            {
                "name": "Sales",
                "code": f"SALES{len(cls.targets.search([]))}",
                "company_id": cls.company.id,
                "value": 1000,
                "rulebook_code": "sheet",
                "band_ids": [Command.create(band) for band in bands],
                **vals,
            }
        )

    @classmethod
    def result(cls, target, value, employee=None, day=JUNE_1, **vals):
        """What an officer enters."""
        employee = cls.employee if employee is None else employee
        return cls.results.create(
            {"target_id": target.id, "employee_id": employee.id, "date_from": day, "value": value, **vals}
        )

    @classmethod
    def measured(cls, target, day=JUNE_1):
        """{employee or department: result} of a period."""
        found = target.with_user(cls.officer).measure_period(day).sudo()
        return {one.employee_id or one.department_id: one for one in found}

    @classmethod
    def proposed(cls, results):
        return (
            cls.env["service.score.entry"]
            .search([("res_model", "=", results._name), ("res_id", "in", results.ids)], order="id")
            .with_user(cls.officer)
        )

    @contextmanager
    def refused(self, message):
        """What is done within is refused with ``message``, and leaves no trace."""
        with self.assertRaises(UserError) as caught:
            yield
        self.assertIn(message, str(caught.exception))

    @classmethod
    def in_july(cls):
        """Early in July, in Shanghai."""
        return freeze_time("2026-07-01 01:00:00")
