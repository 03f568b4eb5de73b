from odoo import api, models
from odoo.exceptions import UserError

#: what is passed to the rule where nobody chose anything
RULE_CHOOSES = (0, 0.0, False)


class ServiceScoreEntry(models.Model):
    """What an entry costs or earns: the rule's engine says it."""

    # one concern a file
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    @api.depends("rule_id", "quantity", "points_each", "multiplier_ids", "share", "occurrence")
    def _compute_points(self):
        for entry in self:
            try:
                entry.points = entry._evaluate(entry.occurrence or 1)["points"] if entry.rule_id else 0.0
            except UserError:  # numbers that the rule does not allow: who confirms is told what is wrong
                entry.points = 0.0

    def _evaluate(self, occurrence):
        """Return what the rule gives for this entry: see ``_compute_points`` of the rule."""
        self.ensure_one()
        return self.rule_id._compute_points(
            self.quantity,
            points_each=None if self.points_each in RULE_CHOOSES else self.points_each,
            multipliers=self.multiplier_ids,
            occurrence=occurrence,
            share=None if self.share in RULE_CHOOSES else self.share,
        )
