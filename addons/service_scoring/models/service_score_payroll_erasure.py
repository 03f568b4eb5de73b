from odoo import models


class ServiceScorePayrollBatch(models.Model):
    """Erasure of a person from what went to payroll: amounts, codes and ids stay, for the books."""

    # one concern a file
    _inherit = "service.score.payroll.batch"  # pylint: disable=consider-merging-classes-inherited

    def _erase_employees(self, employees):
        """Take number and name of these employees out of closed batches, and make the files anew without
        them; batches that are still to be sent need both. In superuser mode.
        """
        lines = self.env["service.score.payroll.line"].search(
            [("employee_id", "in", employees.ids), ("state", "in", ("exported", "withdrawn"))]
        )
        lines.write({"employee_number": False, "is_erased": True})
        for batch in lines.batch_id:
            files = batch._make_files() if batch.exported_at else {}
            batch._store({"withdraw_reason": False, **files})


class HrEmployee(models.Model):
    # the erasure from payroll is one concern
    _inherit = "hr.employee"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise_scores(self):
        result = super()._anonymise_scores()
        # sudo: erasure reaches what nobody writes by hand; the right was checked
        self.env["service.score.payroll.batch"].sudo()._erase_employees(self)
        return result
