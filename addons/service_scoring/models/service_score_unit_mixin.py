from odoo import models


class ServiceScoreUnitMixin(models.AbstractModel):
    """Records of an employee and a day: they belong to the unit in which the employee was on that day.

    The model has ``employee_id`` and ``date``.
    """

    _name = "service.score.unit.mixin"
    _description = "Belongs to the Unit of Its Day"

    def _find_departments(self):
        """Return {(employee id, day): department id} of these records; one query for all."""
        employees = self.employee_id
        if not employees:
            return {}
        # sudo: in which department somebody works is public; versions are HR's
        versions = self.env["hr.version"].sudo().with_context(active_test=False)
        by_employee = {}
        for version in versions.search_fetch(
            [("employee_id", "in", employees.ids)],
            ["employee_id", "date_version", "department_id"],
            order="date_version, id",
        ):
            by_employee.setdefault(version.employee_id.id, []).append(
                (version.date_version, version.department_id.id)
            )
        found = {}
        for record in self:
            known = by_employee.get(record.employee_id._origin.id)
            if known:
                before = [department for day, department in known if record.date and day <= record.date]
                found[record.employee_id.id, record.date] = before[-1] if before else known[0][1]
        return found
