from odoo import fields, models


class HrEmployeePublic(models.Model):
    _name = "hr.employee.public"
    _inherit = ["hr.employee.public", "service.complained.mixin"]

    service_complaint_count = fields.Integer(
        "Complaints", compute="_compute_service_complaint_count", groups="service_center.group_officer"
    )
