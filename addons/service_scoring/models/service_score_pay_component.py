from odoo import fields, models

PAY_KINDS = [
    ("performance", "Performance Pay"),
    ("allowance", "Allowance"),
    ("bonus", "Bonus"),
    ("basic", "Basic Pay"),
    ("other", "Other"),
]


class ServiceScorePayComponent(models.Model):
    """A part of the pay that fines, bonuses and withheld shares act on, with its codes in payroll."""

    _name = "service.score.pay.component"
    _description = "Pay Component"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(PAY_KINDS, required=True, default="performance")
    fine_pay_code = fields.Char("Pay Code of Fines", help="What payroll calls a fine on this component.")
    bonus_pay_code = fields.Char("Pay Code of Bonuses", help="What payroll calls a bonus for points.")
    withhold_pay_code = fields.Char(
        "Pay Code of Withheld Shares", help="What payroll calls a part of this component that is not paid."
    )
