from odoo import fields, models


class ServiceScoreWageFloor(models.Model):
    """The lowest monthly wage of a region, from a day on: no reduction goes below it (Q-57)."""

    _name = "service.score.wage.floor"
    _description = "Wage Floor"
    _inherit = ["service.score.part.mixin"]
    _order = "region_id, valid_from desc, id"
    _part_of = "region_id"

    region_id = fields.Many2one(
        "service.score.region", required=True, index=True, ondelete="cascade", check_company=True
    )
    valid_from = fields.Date(required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary("Lowest Wage", required=True, aggregator=None, help="Per month.")

    _policy_code_uniq = models.UniqueIndex(
        "(region_id, code)", "The region has a wage floor with this code already."
    )
    _day_uniq = models.UniqueIndex(
        "(region_id, valid_from)", "The region has a wage floor from this day on already."
    )
    _amount_positive = models.Constraint("CHECK (amount >= 0)", "A wage floor is not negative.")
