from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine import points as engine
from ..engine.bands import Band
from ..engine.problem import ScoreProblem

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
        "service.score.rulebook",
        "Rule Book",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    code = fields.Char(default=None)
    rulebook_state = fields.Selection(related="rulebook_id.state", string="State of the Book")
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
        digits=(16, 2), aggregator=None, help="The rule holds from this value of a measure."
    )
    has_measure_to = fields.Boolean("Measure Has an Upper Bound")
    measure_below = fields.Float(digits=(16, 2), aggregator=None, help="This value itself is excluded.")

    _policy_code_uniq = models.UniqueIndex(
        "(rulebook_id, code)", "The rule book has a rule with this code already."
    )
    _not_negative = models.Constraint(
        "CHECK (points >= 0 AND points_max >= 0 AND cap_points >= 0 AND max_age_days >= 0)",
        "Points and days of a rule are not negative: its kind says whether they are taken or given.",
    )
    _share_range = models.Constraint(
        "CHECK (COALESCE(share_from, 0) >= 0 AND share_to <= 100 AND COALESCE(share_from, 0) <= share_to)",
        "A share lies between 0 and 100 %, and its end is not below its start.",
    )
    _withhold_range = models.Constraint(
        "CHECK (withhold_share >= 0 AND withhold_share <= 100)", "A share lies between 0 and 100 %."
    )

    @api.depends("name", "code")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = f"{rule.code} {rule.name}" if rule.code else rule.name

    @api.constrains("points_mode", "points", "points_max")
    def _check_points(self):
        for rule in self:
            if rule.points_mode == "range" and rule.points_max < rule.points:
                raise ValidationError(
                    self.env._("%(rule)s: the most points are fewer than the least.", rule=rule.code)
                )

    @api.constrains("has_measure_to", "measure_from", "measure_below")
    def _check_measure(self):
        for rule in self:
            if rule.has_measure_to and rule.measure_below <= rule.measure_from:
                raise ValidationError(
                    self.env._(
                        "%(rule)s: the upper bound of the measure has to be above the lower one.",
                        rule=rule.code,
                    )
                )

    def _compute_points(self, quantity, points_each=None, multipliers=None, occurrence=1, share=None):
        """Return what one entry of this rule costs or earns (CONV-CNT-01, CU-SCORE-03).

        :param quantity: how many units were counted
        :param points_each: points of one unit, where the rule leaves a choice; None: its least
        :param multipliers: the circumstances of the rule that hold
        :param occurrence: the how manieth time it is within the rule's window of repetition
        :param share: per cent of the period's score, for a rule that takes a share; None: its least
        :return: {points (signed), points_each, factor, share}
        :raise UserError: the rule does not allow these numbers
        """
        self.ensure_one()
        step = self._get_step(occurrence)
        factors = [*(multipliers.mapped("factor") if multipliers else ()), *step.mapped("factor")]
        try:
            result = engine.compute(self._get_engine_rule(), quantity, points_each, factors, share)
        except ScoreProblem as problem:
            raise UserError(self._say_problem(problem)) from problem
        return {
            "points": float(result.points),
            "points_each": float(result.points_each),
            "factor": float(result.factor),
            "share": float(result.share),
        }

    def _get_step(self, occurrence):
        """Return the step of repetition that holds at the so manieth time; empty: none yet."""
        self.ensure_one()
        steps = {engine.Step(step.occurrence, step.factor): step for step in self.step_ids}
        found = engine.step_of(occurrence, steps)
        return steps[found] if found else self.step_ids.browse()

    def _get_withhold(self, occurrence=1):
        """Return (pay component, share in per cent) that an entry withholds; empty and 0: nothing.

        The share of the repetition counts where it says one, else that of the rule.
        """
        self.ensure_one()
        share = self._get_step(occurrence).withhold_share or self.withhold_share
        component = self.withhold_component_id or self.rulebook_id.pay_component_id
        return (component, share) if share else (component.browse(), 0.0)

    def _get_engine_rule(self):
        """Return the rule as the engine sees it."""
        self.ensure_one()
        return engine.Rule(
            kind=self.kind,
            mode=self.points_mode,
            points=self.points,
            points_max=self.points_max,
            share_from=self.share_from,
            share_to=self.share_to,
        )

    def _get_engine_bands(self):
        """Return the bands of a measure that these rules hold for, the rules as keys (CB-PAY-01)."""
        return [
            Band(rule, rule.measure_from, rule.measure_below if rule.has_measure_to else None)
            for rule in self
        ]

    def _say_problem(self, problem):
        """Return what is wrong with the numbers of an entry, in the reader's language."""
        params = {name: f"{value.normalize():f}" for name, value in problem.params.items()}
        texts = {
            "quantity": lambda: self.env._(
                "%(rule)s: how often? The number is above zero.", rule=self.display_name
            ),
            "points_fixed": lambda: self.env._(
                "%(rule)s has %(points)s points, not %(given)s.", rule=self.display_name, **params
            ),
            "points_below": lambda: self.env._(
                "%(rule)s has at least %(points)s points, %(given)s are too few.",
                rule=self.display_name,
                **params,
            ),
            "points_above": lambda: self.env._(
                "%(rule)s has at most %(points)s points, %(given)s are too many.",
                rule=self.display_name,
                **params,
            ),
            "share_range": lambda: self.env._(
                "%(rule)s takes a share from %(share_from)s to %(share_to)s %%, not %(given)s %%.",
                rule=self.display_name,
                **params,
            ),
        }
        return texts[problem.code]()
