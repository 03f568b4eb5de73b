from odoo import api, fields, models

from .service_score_consequence import AWARD_KINDS, KINDS

MEASURES = [
    ("points_deducted", "Points Deducted"),
    ("points_rewarded", "Points Rewarded"),
    ("score", "Score"),
    ("no_deduction", "No Deduction at All"),
    ("value", "Value of a Target"),
    ("rate", "Share of a Target (%)"),
]
#: measures that a target brings; the others come from sheets
OF_TARGETS = ("value", "rate")
MODES = [
    ("consecutive", "Periods Running"),
    ("cumulative", "Periods of One Calendar Year"),
    ("sliding_sum", "Sum over Periods Running"),
    ("period_sum", "Sum of a Part of the Year"),
]
COMPARISONS = [("gt", "More Than"), ("ge", "At Least"), ("lt", "Less Than"), ("le", "At Most")]


class ServiceScoreStreak(models.Model):
    """What should follow when something holds over several periods (HOTEL-DIS-01, HOTEL-RWD-02, ASC-SP-03).

    Judged when a sheet of the book is confirmed, or a result of the target, with the period that closes then
    as a part of it. What is unknown never counts (decisions 7).
    """

    _name = "service.score.streak"
    _description = "Streak"
    _inherit = ["service.score.part.mixin"]
    _order = "rulebook_id, sequence, code, id"
    _rec_names_search = ["name", "code"]

    rulebook_id = fields.Many2one(
        "service.score.rulebook",
        "Rule Book",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    rulebook_state = fields.Selection(related="rulebook_id.state", string="State of the Book")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    measure = fields.Selection(MEASURES, "What Is Looked At", required=True, default="points_deducted")
    target_code = fields.Char("Code of the Target", help="The target whose results are looked at.")
    mode = fields.Selection(MODES, "How", required=True, default="consecutive")
    periods = fields.Integer("How Many Periods", required=True, default=1, aggregator=None)
    comparison = fields.Selection(COMPARISONS, required=True, default="ge")
    threshold = fields.Float(digits=(16, 2), aggregator=None)
    restart = fields.Boolean(
        "Counts Anew",
        help="After a proposal the count begins anew (Q-20). Otherwise an unbroken run brings one proposal.",
    )
    full_periods_only = fields.Boolean(
        "Whole Periods Only", help="Periods in which the employee joined or left do not count."
    )

    # what follows
    kind = fields.Selection(KINDS, "Consequence", required=True, default="award")
    award_kind = fields.Selection(AWARD_KINDS, "Entered As", help="The award that an approval enters.")
    award_text = fields.Char("What Is Given", translate=True)
    alternative = fields.Text(
        "Otherwise", translate=True, help="What the rules say instead, as when the employee refuses it."
    )
    days = fields.Float("Days of Rest", digits=(16, 2), aggregator=None)
    valid_months = fields.Integer(
        "Usable for Months",
        aggregator=None,
        help="From the 1st of the month after the period; after so many months the days lapse (Q-19).",
    )
    grade_from_id = fields.Many2one(
        "service.score.grade", "From Grade", ondelete="restrict", check_company=True
    )
    grade_to_id = fields.Many2one("service.score.grade", "To Grade", ondelete="restrict", check_company=True)

    _policy_code_uniq = models.UniqueIndex(
        "(rulebook_id, code)", "The rule book has a streak with this code already."
    )
    _bounds = models.Constraint(
        "CHECK (periods BETWEEN 1 AND 120 AND COALESCE(days, 0) >= 0 AND COALESCE(valid_months, 0) >= 0)",
        "A streak is about 1 to 120 periods; days and months are not negative.",
    )
    _grades = models.Constraint(
        "CHECK (kind != 'grade_change' OR (grade_from_id IS NOT NULL AND grade_to_id IS NOT NULL))",
        "A change of grade needs the grade so far and the new one.",
    )
    _days = models.Constraint(
        "CHECK (kind != 'days_off' OR (days > 0 AND valid_months > 0))",
        "Days off need how many they are and how long they can be used.",
    )
    _target = models.Constraint(
        "CHECK (measure NOT IN ('value', 'rate') OR target_code IS NOT NULL)",
        "Enter the code of the target whose results are looked at.",
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for streak in self:
            streak.display_name = f"{streak.code} {streak.name}"


class ServiceScoreRulebook(models.Model):
    # what a book says over periods is one concern
    _inherit = "service.score.rulebook"  # pylint: disable=consider-merging-classes-inherited

    streak_ids = fields.One2many("service.score.streak", "rulebook_id", string="Streaks", copy=True)
