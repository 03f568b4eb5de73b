from odoo import api, fields, models

KINDS = [
    ("deduction", "Deduction"),
    ("reward", "Reward"),
    ("share", "Share of the Score"),
    ("withhold", "Withheld Pay"),
    ("text", "Text Only"),
]
COUNT_UNITS = [
    ("person_occurrence", "Person and Occurrence"),
    ("occurrence", "Occurrence"),
    ("place", "Place"),
    ("missing", "Missing Item"),
    ("error", "Error"),
    ("document", "Document"),
]


class ServiceScoreRule(models.Model):
    """One clause of a rule book and what it costs or earns (CONV-CNT-01, CU-SCORE-02)."""

    _name = "service.score.rule"
    _description = "Score Rule"
    _inherit = ["service.score.part.mixin"]
    _order = "rulebook_id, sequence, code, id"
    _rec_names_search = ["name", "code", "clause"]

    rulebook_id = fields.Many2one(
        "service.score.rulebook", required=True, index=True, ondelete="cascade", check_company=True
    )
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    clause = fields.Char(help="Where the printed rule book says it, for example 6.3.")
    text = fields.Text(translate=True, help="What the rule book says.")
    category_id = fields.Many2one(
        "service.score.category", index="btree_not_null", ondelete="restrict", check_company=True
    )
    kind = fields.Selection(KINDS, required=True, default="deduction")
    points_mode = fields.Selection(
        [("fixed", "Fixed"), ("minimum", "At Least"), ("range", "From–To")],
        "Points Are",
        required=True,
        default="fixed",
    )
    points = fields.Float(
        digits=(16, 2),
        aggregator=None,
        help="For each unit counted, without a sign: fixed, or the least that is taken.",
    )
    points_max = fields.Float("Points To", digits=(16, 2), aggregator=None, help="The most that is taken.")
    share_from = fields.Float(
        "Share From (%)",
        digits=(5, 2),
        default=50,
        aggregator=None,
        help="The least share of the score of the period; taken when nobody says another.",
    )
    share_to = fields.Float("Share To (%)", digits=(5, 2), default=100, aggregator=None)
    count_unit = fields.Selection(COUNT_UNITS, required=True, default="person_occurrence")
    multiplier_ids = fields.One2many("service.score.rule.multiplier", "rule_id", copy=True)
    cap_points = fields.Float(
        "Cap per Period",
        digits=(16, 2),
        aggregator=None,
        help="The most points of this rule that count in one period; 0: no cap.",
    )
    step_window = fields.Selection(
        [
            ("none", "Not Counted"),
            ("month", "In a Month"),
            ("quarter", "In a Quarter"),
            ("half", "In a Half-Year"),
            ("year", "In a Year"),
            ("ever", "Ever"),
        ],
        "Repetition",
        required=True,
        default="none",
        help="Within what time the same person breaking the same rule again counts as a repetition.",
    )
    step_ids = fields.One2many("service.score.rule.step", "rule_id", string="Steps", copy=True)
    withhold_component_id = fields.Many2one(
        "service.score.pay.component",
        "Withheld From",
        ondelete="restrict",
        check_company=True,
        help="The part of the pay of which a share is not paid.",
    )
    withhold_share = fields.Float("Withheld (%)", digits=(5, 2), aggregator=None)
    evidence_required = fields.Boolean()
    max_age_days = fields.Integer(
        "Within Days",
        aggregator=None,
        help="How long after it happened an entry can be made; 0: no limit.",
    )
    source = fields.Selection(
        [("manual", "By Hand"), ("duty", "Duty Plan")],
        required=True,
        default="manual",
        help="What proposes entries of this rule. A person always confirms them.",
    )
    source_domain = fields.Char("Of These", default="[]", help="Which documents of the source; empty: all.")
    measure_from = fields.Float(
        "Measure From", digits=(16, 2), aggregator=None, help="The rule holds from this value of a measure."
    )
    has_measure_to = fields.Boolean("Measure Has an Upper Bound")
    measure_below = fields.Float(
        "Measure Below", digits=(16, 2), aggregator=None, help="This value itself is excluded."
    )

    _policy_code_uniq = models.UniqueIndex(
        "(rulebook_id, code)", "The rule book has a rule with this code already."
    )
    _not_negative = models.Constraint(
        "CHECK (points >= 0 AND points_max >= 0 AND cap_points >= 0 AND max_age_days >= 0)",
        "Points and days of a rule are not negative: its kind says whether they are taken or given.",
    )
    _share_range = models.Constraint(
        "CHECK (share_from >= 0 AND share_to <= 100 AND share_from <= share_to)",
        "A share lies between 0 and 100 %, and its end is not below its start.",
    )
    _withhold_range = models.Constraint(
        "CHECK (withhold_share >= 0 AND withhold_share <= 100)", "A share lies between 0 and 100 %."
    )

    @api.depends("name", "code")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = f"{rule.code} {rule.name}" if rule.code else rule.name
