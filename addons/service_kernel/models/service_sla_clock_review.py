from odoo import models
from odoo.exceptions import UserError


class ServiceSlaClock(models.Model):
    """Events of clocks to judge them again, also of those whose working hours are of no use any more."""

    # one concern a file: together they would be too long to read
    _inherit = "service.sla.clock"  # pylint: disable=consider-merging-classes-inherited

    def _get_review_events(self):
        """Return {clock id: [engine event]}; those that cannot be computed with today are left out."""
        try:
            return {clock_id: events for clock_id, (events, _done) in self._get_engine_events().items()}
        except UserError:
            if len(self) == 1:
                return {}
        found = {}
        for clock in self:
            found |= clock._get_review_events()
        return found
