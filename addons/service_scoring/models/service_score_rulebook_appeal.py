from odoo import fields, models

from ..engine.appeal import DECISION_DAYS, FILE_DAYS


class ServiceScoreRulebook(models.Model):
    """How long an employee may appeal, and how long somebody has to decide."""

    # one concern a file
    _inherit = "service.score.rulebook"  # pylint: disable=consider-merging-classes-inherited

    appeal_days = fields.Integer(
        "Days to Appeal",
        default=FILE_DAYS,
        aggregator=None,
        help="Working days after the employee was told of the sheet, the entry or the consequence.",
    )
    appeal_decision_days = fields.Integer(
        "Days to Decide",
        default=DECISION_DAYS,
        aggregator=None,
        help="Working days after an appeal was filed.",
    )

    _appeal_days_positive = models.Constraint(
        "CHECK (appeal_days > 0 AND appeal_decision_days > 0)",
        "Appealing and deciding each need at least one day.",
    )
