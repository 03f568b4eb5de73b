from odoo import fields, models

from ..engine import callback_figures


class ResCompany(models.Model):
    """What a company asks of its callers, and of its figures (HOTEL-RPT-01)."""

    # one concern a file
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    service_callback_daily_target = fields.Integer(
        "Effective Calls a Day",
        default=20,
        help="How many customers a caller reaches a day, for as long as the script takes. 0: no target.",
    )
    service_callback_minimum = fields.Integer(
        "Fewest Answers",
        default=callback_figures.MINIMUM,
        help="Satisfaction of fewer answers is reported as too few to say anything.",
    )

    _service_callback_figures_range = models.Constraint(
        "CHECK (service_callback_daily_target BETWEEN 0 AND 10000"
        " AND service_callback_minimum BETWEEN 0 AND 10000)",
        "Targets and fewest answers are between 0 and 10,000.",
    )


class ResConfigSettings(models.TransientModel):
    # one concern a file
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    service_callback_daily_target = fields.Integer(
        related="company_id.service_callback_daily_target", readonly=False
    )
    service_callback_minimum = fields.Integer(related="company_id.service_callback_minimum", readonly=False)
