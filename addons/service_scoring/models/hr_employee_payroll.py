from odoo import models
from odoo.fields import Domain

from ..engine import payroll


class HrEmployee(models.Model):
    """By what payroll knows an employee: the employee number, else the badge, never the name."""

    # one concern a file
    _inherit = "hr.employee"  # pylint: disable=consider-merging-classes-inherited

    def _get_payroll_number(self):
        """Return the number, "" if there is none; in superuser mode."""
        self.ensure_one()
        return (self.score_employee_number or self.barcode or "").strip()

    def _get_shared_numbers(self):
        """Return the numbers of these employees that others of their companies have, too; in superuser mode.

        The badge of one can be the employee number of another.
        """
        numbers = [number for number in {one._get_payroll_number() for one in self} if number]
        others = self.with_context(active_test=False).search(
            Domain("company_id", "in", self.company_id.ids)
            & (Domain("score_employee_number", "in", numbers) | Domain("barcode", "in", numbers))
        )
        return payroll.shared_numbers((one.id, one._get_payroll_number()) for one in self | others)
