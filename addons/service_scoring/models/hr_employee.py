from odoo import fields, models

READERS = "hr.group_hr_user,service_scoring.group_hr"


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    score_employee_number = fields.Char(
        "Employee Number", copy=False, groups=READERS, help="Payroll knows the employee by it."
    )
    score_region_id = fields.Many2one(
        "service.score.region",
        "Wage Region",
        groups=READERS,
        ondelete="restrict",
        check_company=True,
        help="Where the employee works; empty: the region of the company.",
    )

    _score_employee_number_uniq = models.UniqueIndex(
        "(company_id, score_employee_number) WHERE score_employee_number IS NOT NULL",
        "Another employee of the company has this employee number already.",
    )
