from odoo import fields, models


class SurveySurvey(models.Model):
    """Questionnaires that callers ask, or that customers fill in themselves (decisions 21)."""

    _inherit = "survey.survey"

    service_code = fields.Char(
        "Questionnaire Code",
        copy=False,
        index="btree_not_null",
        help="Short stable key by which policy packs name a questionnaire of callbacks.",
    )

    _service_code_uniq = models.UniqueIndex(
        "(service_code) WHERE service_code IS NOT NULL", "Another questionnaire has this code already."
    )
