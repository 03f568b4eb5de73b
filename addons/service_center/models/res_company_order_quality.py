from odoo import fields, models


class ResCompany(models.Model):
    """What counts as a problem that comes again, and how long a repair is guaranteed."""

    # one concern a file
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    service_guarantee_days = fields.Integer(
        "Repair Guarantee (Days)",
        default=90,
        help="The same fault of the same item again within so many days after the repair: the company pays. "
        "0: no guarantee.",
    )
    service_problem_days = fields.Integer(
        "Repeated Problem: Within Days",
        default=30,
        help="A problem is repeated if the same item had one of the same cause so many days before or less. "
        "0: none is.",
    )
    service_batch_count = fields.Integer(
        "Batch Problem: At Least",
        default=5,
        help="So many problems of one product, or of one lot, and of the same cause are a batch problem. "
        "0 or 1: none is.",
    )
    service_batch_days = fields.Integer(
        "Batch Problem: Within Days", default=30, help="Within so many days. 0: on the same day."
    )

    _service_quality_positive = models.Constraint(
        "CHECK (service_guarantee_days >= 0 AND service_problem_days >= 0"
        " AND service_batch_count >= 0 AND service_batch_days >= 0)",
        "Days and counts cannot be negative.",
    )


class ResConfigSettings(models.TransientModel):
    # one concern a file
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    service_guarantee_days = fields.Integer(related="company_id.service_guarantee_days", readonly=False)
    service_problem_days = fields.Integer(related="company_id.service_problem_days", readonly=False)
    service_batch_count = fields.Integer(related="company_id.service_batch_count", readonly=False)
    service_batch_days = fields.Integer(related="company_id.service_batch_days", readonly=False)
