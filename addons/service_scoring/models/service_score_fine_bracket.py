from odoo import api, fields, models

from ..engine.fine import Bracket


class ServiceScoreFineBracket(models.Model):
    """What a point costs, from so many points of a period to so many (HOTEL-FINE-01, SA-FINE-01)."""

    _name = "service.score.fine.bracket"
    _description = "Fine Bracket"
    _inherit = ["service.score.part.mixin"]
    _order = "rulebook_id, points_from, id"

    rulebook_id = fields.Many2one(
        "service.score.rulebook",
        "Rule Book",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    points_from = fields.Float(
        "Above",
        digits=(16, 2),
        default=0,
        required=True,
        aggregator=None,
        help="More points than this; itself excluded.",
    )
    points_to = fields.Float("Up To", digits=(16, 2), aggregator=None, help="This many points included.")
    is_open_end = fields.Boolean("No Upper End", help="Holds for any number of points above the lower end.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary("Per Point", required=True, aggregator=None)
    mode = fields.Selection(
        [("whole", "All Points"), ("marginal", "Points in This Bracket")],
        "Counts",
        required=True,
        default="marginal",
        help="All points: every point from the first costs this amount. Points in this bracket: points of "
        "the brackets below cost what those say.",
    )

    _policy_code_uniq = models.UniqueIndex(
        "(rulebook_id, code)", "The rule book has a fine bracket with this code already."
    )
    _bounds = models.Constraint(
        "CHECK (points_from >= 0 AND amount >= 0"
        " AND (COALESCE(is_open_end, FALSE) OR COALESCE(points_to, 0) > points_from))",
        "A fine bracket starts at 0 points or more and ends above its start; what a point costs is not "
        "negative.",
    )

    @api.depends("points_from", "points_to", "is_open_end")
    def _compute_display_name(self):
        for bracket in self:
            end = "∞" if bracket.is_open_end else f"{bracket.points_to:g}"
            bracket.display_name = f"{bracket.points_from:g}–{end}"

    @api.constrains("points_from", "points_to", "is_open_end", "rulebook_id", "active")
    def _check_neighbours(self):
        """A gap or an overlap is refused when it is saved; a set that is saved at once is checked as one."""
        if not self.env.context.get("score_brackets_as_set"):
            self.rulebook_id._check_brackets(whole=False)

    def _get_engine_bracket(self):
        """Return the bracket as the engine sees it."""
        self.ensure_one()
        end = None if self.is_open_end else self.points_to
        return Bracket(self.points_from, end, self.amount, self.mode)
