from odoo import api, fields, models
from odoo.tools import ormcache

from ..engine import customer_grade

NEEDS = [
    ("clear", "Clear Need"),
    ("potential", "Potential Need"),
    ("none", "No Need"),
]
UNITS = [("days", "Days"), ("months", "Months"), ("years", "Years")]
MAX_MONTHS = 600


class ServiceCustomerGrade(models.Model):
    """How urgently customers are followed (GRADE-LVL-01, GRADE-LOG-01): the first one that fits."""

    _name = "service.customer.grade"
    _description = "Customer Grade"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    need = fields.Selection(
        NEEDS,
        "Need at Least",
        required=True,
        default="clear",
        help="Customers who need less get another grade.",
    )
    months = fields.Integer(
        "Closes Within (Months)",
        help="The deal is expected within so many months, that day included. 0: on any day, or on none.",
    )
    interval_amount = fields.Integer(
        "Contact at Least Every", help="Until when the customer is contacted again. 0: no date."
    )
    interval_unit = fields.Selection(UNITS, "Unit", required=True, default="days")
    partner_ids = fields.One2many("res.partner", "service_grade_id", "Customers", copy=False)

    _numbers = models.Constraint(
        f"CHECK (months BETWEEN 0 AND {MAX_MONTHS} AND interval_amount BETWEEN 0 AND 3660)",
        "Months and intervals are not negative and not that long.",
    )

    @api.depends("name", "code")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.code} · {one.name}" if one.name != one.code else one.code or ""

    @api.model
    @ormcache("company_id")
    def _get_rules(self, company_id):
        """Return ({code: id}, (``customer_grade.Grade``, …) in their order) of a company."""
        # sudo: who contacts a customer is told the grade, whatever policies they may read
        grades = self.sudo().search([("company_id", "=", company_id)])
        ids, rules = {}, []
        for one in grades:
            if one.code not in ids:  # the own one and one of a pack may share a code: the first counts
                ids[one.code] = one.id
                rules.append(customer_grade.Grade(one.code, one.need, one.months))
        return ids, tuple(rules)
