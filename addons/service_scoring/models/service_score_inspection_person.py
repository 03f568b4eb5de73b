from odoo import api, fields, models


class ServiceScoreInspectionPerson(models.Model):
    """Who did what was found, and how many times (CU-SCORE-02)."""

    _name = "service.score.inspection.person"
    _description = "Person of a Finding"
    _inherit = ["hr.mixin"]
    _order = "line_id, id"
    _rec_name = "employee_id"
    _check_company_auto = True

    line_id = fields.Many2one(
        "service.score.inspection.line", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="line_id.company_id", store=True, precompute=True, index=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict", check_company=True
    )
    times = fields.Integer(required=True, default=1)

    _times_positive = models.Constraint("CHECK (times > 0)", "A person is named with one time or more.")
    _person_uniq = models.UniqueIndex(
        "(line_id, employee_id)", "The person is named already: raise the number of times."
    )

    @api.model_create_multi
    def create(self, vals_list):
        people = super().create(vals_list)
        people.line_id._check_running()
        return people

    def write(self, vals):
        self.line_id._check_running()
        result = super().write(vals)
        if "line_id" in vals:
            self.line_id._check_running()  # where it came to, too
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_running(self):
        self.line_id._check_running()
