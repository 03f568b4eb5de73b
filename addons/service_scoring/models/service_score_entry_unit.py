from odoo import api, models


class ServiceScoreEntry(models.Model):
    """The unit of an entry is that of its day, also when the employee has moved since."""

    # one concern a file
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    @api.depends("employee_id", "date")
    def _compute_department_id(self):
        """The employee's department as it was on the day: an entry belongs to the unit of its date."""
        days = {entry: (entry.employee_id._origin.id, entry.date) for entry in self if entry.employee_id}
        found = self._find_departments(set(days.values()))
        for entry in self:
            if entry in days:
                entry.department_id = found.get(days[entry], False)
            elif not entry.department_id:
                entry.department_id = False
