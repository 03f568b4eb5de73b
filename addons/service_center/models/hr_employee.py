from odoo import fields, models


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["hr.employee", "service.complained.mixin"]

    service_complaint_count = fields.Integer(
        "Complaints", compute="_compute_service_complaint_count", groups="hr.group_hr_user"
    )
