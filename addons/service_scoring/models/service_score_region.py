from odoo import fields, models


class ServiceScoreRegion(models.Model):
    """Where employees work: how much of a wage may be taken, and the lowest wage by law (Q-57)."""

    _name = "service.score.region"
    _description = "Wage Region"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    cap_share = fields.Float(
        "At Most (%)",
        digits=(5, 2),
        default=20,
        required=True,
        aggregator=None,
        help="The share of a month's wage that all reductions of that month together may reach.",
    )
    floor_ids = fields.One2many("service.score.wage.floor", "region_id", string="Wage Floors", copy=True)

    _cap_range = models.Constraint(
        "CHECK (cap_share >= 0 AND cap_share <= 100)", "The share of a wage lies between 0 and 100 %."
    )
