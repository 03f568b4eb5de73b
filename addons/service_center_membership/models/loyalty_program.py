from odoo import fields, models


class LoyaltyProgram(models.Model):
    """What a point is worth when it is given as compensation."""

    _inherit = "loyalty.program"

    service_point_value = fields.Float(
        "Worth of a Point",
        digits=(16, 4),
        default=1.0,
        required=True,
        help="In the company's currency. Compensation in points is approved by its amount: the amount "
        "divided by this is the number of points.",
    )

    _service_point_value = models.Constraint(
        "CHECK (service_point_value > 0)", "A point is worth something: more than zero."
    )
