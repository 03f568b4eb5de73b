from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from ..engine import fine as engine
from ..engine.problem import ScoreProblem


class ServiceScoreRulebook(models.Model):
    """What points cost: fine brackets without gap and overlap (HOTEL-FINE-01, SA-FINE-01, CONV-MON-01)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.score.rulebook"  # pylint: disable=consider-merging-classes-inherited

    def compute_fine(self, points):
        """Return the fine for the points that were deducted in one period.

        :param points: without a sign; nothing or less costs nothing
        :return: money in the company's currency, rounded half up to 0.01
        :raise UserError: the book does not say what so many points cost
        """
        self.ensure_one()
        try:
            return float(engine.fine(points, self._get_engine_brackets()))
        except ScoreProblem as problem:
            raise UserError(
                self.env._(
                    "“%(book)s” does not say what %(points)s points cost.",
                    book=self.display_name,
                    points=_plain(problem.params["points"]),
                )
            ) from problem

    def _get_engine_brackets(self):
        """Return the fine brackets as the engine sees them."""
        return [bracket._get_engine_bracket() for bracket in self.bracket_ids]

    def write(self, vals):
        """Brackets that are saved with their book are checked as a set, not one after the other."""
        if "bracket_ids" in vals:
            self = self.with_context(score_brackets_as_set=True)
        return super().write(vals)

    @api.constrains("bracket_ids")
    def _check_bracket_set(self):
        self._check_brackets(whole=False)

    def _check_brackets(self, whole):
        """Refuse brackets with gaps or overlaps.

        :param whole: False while the book is being written: the last bracket may still have an end
        :raise ValidationError: names the points that have no price, or two
        """
        for book in self:
            problems = engine.check_brackets(book._get_engine_brackets(), whole)
            if problems:
                raise ValidationError(
                    "\n".join(
                        [
                            self.env._("The fine brackets of “%(book)s” do not fit.", book=book.name),
                            *(book._say_bracket_problem(code, **params) for code, params in problems),
                        ]
                    )
                )

    def _say_bracket_problem(self, code, points_from, points_to):
        points_from, points_to = _plain(points_from), _plain(points_to)
        if code in ("start", "gap"):
            return self.env._(
                "From %(points_from)s to %(points_to)s points there is no bracket.",
                points_from=points_from,
                points_to=points_to,
            )
        if code == "top":
            return self.env._(
                "Above %(points_from)s points there is no bracket: let the last one have no upper end.",
                points_from=points_from,
            )
        if points_to:
            return self.env._(
                "From %(points_from)s to %(points_to)s points there are two brackets.",
                points_from=points_from,
                points_to=points_to,
            )
        return self.env._("Above %(points_from)s points there are two brackets.", points_from=points_from)


def _plain(points):
    """Return points as people write them: 20, 20.5; "" for no end."""
    return "" if points is None else f"{points.normalize():f}"
