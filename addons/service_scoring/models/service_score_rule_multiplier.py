from odoo import fields, models


class ServiceScoreRuleMultiplier(models.Model):
    """A circumstance that multiplies the points of a rule, as serious harm to reputation (CU-QUAL-01)."""

    _name = "service.score.rule.multiplier"
    _description = "Multiplier of a Score Rule"
    _inherit = ["service.score.part.mixin"]
    _order = "rule_id, sequence, id"
    _part_of = "rule_id"

    rule_id = fields.Many2one(
        "service.score.rule", required=True, index=True, ondelete="cascade", check_company=True
    )
    rulebook_id = fields.Many2one(related="rule_id.rulebook_id", string="Rule Book")
    name = fields.Char("Circumstance", required=True, translate=True)
    sequence = fields.Integer(default=10)
    factor = fields.Float(digits=(16, 4), default=2, required=True, aggregator=None, help="Times the points.")

    _policy_code_uniq = models.UniqueIndex(
        "(rule_id, code)", "The rule has a circumstance with this code already."
    )
    _factor_positive = models.Constraint("CHECK (factor > 0)", "A factor is above zero.")
