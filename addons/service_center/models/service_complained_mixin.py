from odoo import api, models


class ServiceComplainedMixin(models.AbstractModel):
    """Employees, in full or as others see them, with the complaints about them.

    The field ``service_complaint_count`` is on the models, for each has its own readers (decisions 10).
    """

    _name = "service.complained.mixin"
    _description = "May be complained about"

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_service_complaint_count(self):
        """Count the complaints about each employee that the user may see; HR alone need not see any."""
        counts = self.env["service.complaint"]._count_about_employees(self.ids)
        for employee in self:
            employee.service_complaint_count = counts.get(employee.id, 0)

    def action_service_complaints(self):
        """Show the complaints about these employees."""
        return self.env["service.complaint"]._action_about_employees(self.ids)
