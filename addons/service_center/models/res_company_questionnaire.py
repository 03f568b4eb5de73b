from odoo import fields, models


class ResCompany(models.Model):
    # one concern a file
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    service_questionnaire_days = fields.Integer(
        "Days to Answer a Questionnaire",
        default=14,
        help="For so many days after the link was made the customer can answer the questions by it.",
    )
    _service_questionnaire_range = models.Constraint(
        "CHECK (service_questionnaire_days BETWEEN 1 AND 366)",
        "Days to answer a questionnaire are between 1 and 366.",
    )


class ResConfigSettings(models.TransientModel):
    # one concern a file
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    service_questionnaire_days = fields.Integer(
        related="company_id.service_questionnaire_days", readonly=False
    )
