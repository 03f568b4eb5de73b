from odoo import models

from ..engine import period as engine


class ServiceScoreRulebook(models.Model):
    """Periods in which points are summed (HOTEL-PT-02, Q-16)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.score.rulebook"  # pylint: disable=consider-merging-classes-inherited

    def _period_of(self, date):
        """Return (first, last) day of the period that holds a day."""
        self.ensure_one()
        return engine.period_of(date, self.period, self.closing_day)

    def _next_period(self, date):
        """Return (first, last) day of the period after the one that holds a day."""
        self.ensure_one()
        return engine.next_period(*self._period_of(date), self.period, self.closing_day)
