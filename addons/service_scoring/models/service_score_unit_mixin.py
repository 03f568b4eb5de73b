from odoo import api, models


class ServiceScoreUnitMixin(models.AbstractModel):
    """Records of an employee and a day: they belong to the unit in which the employee was on that day.

    The model has ``employee_id`` and ``date``.
    """

    _name = "service.score.unit.mixin"
    _description = "Belongs to the Unit of Its Day"

    @api.model
    def _find_departments(self, days):
        """Return {(employee id, day): department id} for such pairs; one query for all.

        Without a day, or before the first version of an employee, it is that of the first one.
        """
        employee_ids = {employee_id for employee_id, _day in days if employee_id}
        if not employee_ids:
            return {}
        # sudo: in which department somebody works is public; versions are HR's
        versions = self.env["hr.version"].sudo().with_context(active_test=False)
        by_employee = {}
        for version in versions.search_fetch(
            [("employee_id", "in", list(employee_ids))],
            ["employee_id", "date_version", "department_id"],
            order="date_version, id",
        ):
            by_employee.setdefault(version.employee_id.id, []).append(
                (version.date_version, version.department_id.id)
            )
        found = {}
        for employee_id, day in days:
            known = by_employee.get(employee_id)
            if known:
                before = [department for since, department in known if day and since <= day]
                found[employee_id, day] = before[-1] if before else known[0][1]
        return found
