from odoo import api, fields, models
from odoo.tools import ormcache

from ..engine import customer_segment

SEGMENTS = [
    ("high_value", "High Value"),
    ("high_contribution", "High Contribution"),
    ("ordinary", "Ordinary"),
    ("dormant", "Dormant"),
    ("lost", "Lost"),
]


class ServiceCustomerSegmentRule(models.Model):
    """Which customers are in a segment (CB-SEG-01): the first rule that fits decides."""

    _name = "service.customer.segment.rule"
    _description = "Customer Segment Rule"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    segment = fields.Selection(SEGMENTS, required=True, default="ordinary")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_from = fields.Monetary(
        "Bought at Least", help="Confirmed sales with taxes, in the company's currency. 0: any amount."
    )
    count_from = fields.Integer(
        "Times at Least", help="Confirmed sales and service orders done. 0: any number."
    )
    months = fields.Integer("Within (Months)", help="Counted back from the day. 0: ever.")
    quiet_months = fields.Integer(
        "Away for (Months)",
        help="The last purchase, visit or service is so many months ago or more, that day included. 0: any.",
    )

    _numbers = models.Constraint(
        "CHECK (amount_from >= 0 AND count_from >= 0 AND months BETWEEN 0 AND 600"
        " AND quiet_months BETWEEN 0 AND 600)",
        "Amounts, numbers and months are not negative and not that long.",
    )

    @api.depends("name", "code")
    def _compute_display_name(self):
        for one in self:
            one.display_name = one.name or one.code

    @api.model
    @ormcache("company_id")
    def _get_rules(self, company_id):
        """Return the ``customer_segment.Rule`` of a company in their order."""
        # sudo: the cron's own work
        return tuple(
            customer_segment.Rule(
                one.code, one.segment, one.amount_from, one.count_from, one.months, one.quiet_months
            )
            for one in self.sudo().search([("company_id", "=", company_id)])
        )
