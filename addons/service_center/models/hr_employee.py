from odoo import api, fields, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    service_complaint_count = fields.Integer(
        "Complaints", compute="_compute_service_complaint_count", groups="hr.group_hr_user"
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_service_complaint_count(self):
        """Count the complaints about each employee that the user may see; HR alone need not see any."""
        counts = self.env["service.complaint"]._count_about_employees(self.ids)
        for employee in self:
            employee.service_complaint_count = counts.get(employee.id, 0)

    def action_service_complaints(self):
        """Show the complaints about this employee."""
        return self.env["service.complaint"]._action_about_employees(self.ids)


class HrEmployeePublic(models.Model):
    _inherit = "hr.employee.public"

    service_complaint_count = fields.Integer(
        "Complaints", compute="_compute_service_complaint_count", groups="service_center.group_officer"
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_service_complaint_count(self):
        """Count the complaints about each employee that the officer may see."""
        counts = self.env["service.complaint"]._count_about_employees(self.ids)
        for employee in self:
            employee.service_complaint_count = counts.get(employee.id, 0)

    def action_service_complaints(self):
        """Show the complaints about this employee."""
        return self.env["service.complaint"]._action_about_employees(self.ids)
