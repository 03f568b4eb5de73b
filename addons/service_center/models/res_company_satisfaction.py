from odoo import fields, models


class ResCompany(models.Model):
    # one concern a file
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    service_satisfaction_days = fields.Integer(
        "Days to Answer",
        default=30,
        help="For so many days after a complaint was closed the customer may say how satisfied they are. "
        "0: customers are not asked.",
    )
    _service_satisfaction_range = models.Constraint(
        "CHECK (service_satisfaction_days BETWEEN 0 AND 3650)",
        "Days to answer are between 0 (customers are not asked) and 3,650.",
    )
