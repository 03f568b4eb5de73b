from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceScoreGrade(models.Model):
    """A salary grade: A, B, C (HOTEL-GRD-01, Q-21). Reviews propose one step; people decide."""

    _name = "service.score.grade"
    _description = "Salary Grade"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, code, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)

    _grade_code_uniq = models.UniqueIndex(
        "(company_id, code) WHERE active", "The company has a grade with this code already."
    )


class ServiceScoreGradeChange(models.Model):
    """When somebody's grade changed, from which to which, and why. Rows stay."""

    _name = "service.score.grade.change"
    _description = "Change of a Salary Grade"
    _order = "date desc, id desc"
    _rec_name = "employee_id"

    employee_id = fields.Many2one("hr.employee", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    grade_from_id = fields.Many2one("service.score.grade", "Grade So Far", readonly=True, ondelete="restrict")
    grade_to_id = fields.Many2one("service.score.grade", "New Grade", readonly=True, ondelete="restrict")
    date = fields.Date(required=True, readonly=True, help="The company's day on which it changed.")
    user_id = fields.Many2one("res.users", "Changed By", readonly=True, ondelete="set null")
    consequence_id = fields.Many2one("service.score.consequence", readonly=True, ondelete="restrict")


class HrEmployee(models.Model):
    # the grade of an employee is a part of the same concern
    _inherit = "hr.employee"  # pylint: disable=consider-merging-classes-inherited

    score_grade_id = fields.Many2one(
        "service.score.grade",
        "Salary Grade",
        groups="service_scoring.group_hr",
        ondelete="restrict",
        check_company=True,
    )
    score_grade_change_ids = fields.One2many(
        "service.score.grade.change", "employee_id", "Changes of the Grade", groups="service_scoring.group_hr"
    )

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        graded = employees.sudo().filtered("score_grade_id")  # sudo: what was just written
        graded._note_grades({})
        return employees

    def write(self, vals):
        if "score_grade_id" not in vals:
            return super().write(vals)
        # sudo: only whose login it is
        if not self.env.su and self.env.user in self.sudo().user_id:
            raise UserError(self.env._("Nobody decides on a salary grade of their own."))
        # sudo: the grade so far, for its history; who may write it is checked by writing
        before = {employee.id: employee.score_grade_id for employee in self.sudo()}
        result = super().write(vals)
        # sudo: history is no user's doing
        self.sudo()._note_grades(before)
        return result

    def _set_score_grade(self, grade, consequence):
        """Change the grade because of a decision, which its history names."""
        changes = self.env["service.score.grade.change"]
        about = [("employee_id", "in", self.ids)]
        before = changes.search(about)
        self.score_grade_id = grade
        (changes.search(about) - before).consequence_id = consequence

    def _note_grades(self, before):
        """Keep the changes of these employees' grades."""
        none = self.env["service.score.grade"]
        self.env["service.score.grade.change"].create(
            [
                {
                    "employee_id": employee.id,
                    "company_id": employee.company_id.id,
                    "grade_from_id": before.get(employee.id, none).id,
                    "grade_to_id": employee.score_grade_id.id,
                    "date": employee.company_id._score_day(),
                    "user_id": self.env.uid,
                }
                for employee in self
                if employee.score_grade_id != before.get(employee.id, none)
            ]
        )
