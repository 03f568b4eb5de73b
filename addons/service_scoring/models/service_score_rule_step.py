from odoo import api, fields, models

CONSEQUENCES = [
    ("none", "None"),
    ("reminder", "Reminder"),
    ("reprimand", "Public Reprimand"),
    ("warning", "Warning"),
    ("demerit", "Demerit"),
    ("major_demerit", "Major Demerit"),
    ("transfer", "Transfer"),
    ("removal", "Removal from Post"),
    ("dismissal", "Dismissal"),
]

#: those that an approval enters as awards
ENTERED = ("warning", "demerit", "major_demerit")


class ServiceScoreRuleStep(models.Model):
    """What the second, third … time of breaking a rule changes (MALL-IGN-01 to 03, SCHOOL-STEP-01)."""

    _name = "service.score.rule.step"
    _description = "Step of a Score Rule"
    _inherit = ["service.score.part.mixin"]
    _order = "rule_id, occurrence, id"
    _part_of = "rule_id"

    rule_id = fields.Many2one(
        "service.score.rule", required=True, index=True, ondelete="cascade", check_company=True
    )
    rulebook_id = fields.Many2one(related="rule_id.rulebook_id", string="Rule Book")
    occurrence = fields.Integer("From Time", required=True, default=1, aggregator=None)
    factor = fields.Float(digits=(16, 4), default=1, required=True, aggregator=None, help="Times the points.")
    consequence = fields.Selection(
        CONSEQUENCES, required=True, default="none", help="Proposed; a named person decides."
    )
    withhold_share = fields.Float("Withheld (%)", digits=(5, 2), aggregator=None)

    _policy_code_uniq = models.UniqueIndex("(rule_id, code)", "The rule has a step with this code already.")
    _occurrence_uniq = models.UniqueIndex(
        "(rule_id, occurrence)", "The rule has a step from this time on already."
    )
    _bounds = models.Constraint(
        "CHECK (occurrence >= 1 AND factor >= 0 AND withhold_share >= 0 AND withhold_share <= 100)",
        "A step starts at the first time or later; its factor is not negative, its share at most 100 %.",
    )

    @api.depends("occurrence", "consequence")
    def _compute_display_name(self):
        labels = dict(self._fields["consequence"]._description_selection(self.env))
        for step in self:
            step.display_name = f"{step.occurrence}: {labels.get(step.consequence)}"
