from collections import defaultdict

from odoo import fields, models


class HrEmployee(models.Model):
    """Technicians: what they can do, and when they are away."""

    # one concern a file
    _inherit = "hr.employee"  # pylint: disable=consider-merging-classes-inherited

    service_skill_ids = fields.Many2many(
        "service.skill",
        "service_skill_employee_rel",
        "employee_id",
        "skill_id",
        string="Service Skills",
        groups="hr.group_hr_user",
        help="What jobs this person can be sent to.",
    )

    def unlink(self):
        """Take employees out of their queues first, so that nobody else's turn is lost."""
        # sudo: who deletes employees need not maintain queues
        Line = self.env["service.dispatch.line"].sudo().with_context(active_test=False)
        Line.search([("employee_id", "in", self.ids)]).unlink()
        return super().unlink()

    def _service_time_off(self, start, end, company):
        """Return {employee id: [(first, last instant)]} of the time off of these employees from start to end.

        Time off is that of an employee as a resource: validated requests, and what people enter by hand.
        Both instants of a span belong to it; naive UTC.

        :param company: whose time off counts, beside that of no company
        """
        # sudo: whether a colleague is there is no secret, why not is; no other detail leaves this method
        employees = self.sudo()
        leaves = self.env["resource.calendar.leaves"].sudo()
        leaves = leaves.search_fetch(
            [
                ("resource_id", "in", employees.resource_id.ids),
                ("time_type", "=", "leave"),
                ("date_from", "<=", end),
                ("date_to", ">=", start),
                ("company_id", "in", [False, company.id]),
            ],
            ["resource_id", "date_from", "date_to"],
        )
        by_resource = defaultdict(list)
        for leave in leaves:
            by_resource[leave.resource_id.id].append((leave.date_from, leave.date_to))
        return {
            employee.id: by_resource[employee.resource_id.id]
            for employee in employees
            if employee.resource_id.id in by_resource
        }
