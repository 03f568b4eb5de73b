from odoo import api, fields, models


class ServiceSlaClock(models.Model):
    """What lists and analyses of clocks ask for."""

    # one concern a file: replaying is one, being read is another
    _inherit = "service.sla.clock"  # pylint: disable=consider-merging-classes-inherited

    waited_hours = fields.Float("Waited", compute="_compute_hours", help="Hours, as the limit counts them.")
    late_hours = fields.Float("Late", compute="_compute_hours", help="Hours, as the limit counts them.")

    @api.depends("paused_seconds", "late_seconds")
    def _compute_hours(self):
        for clock in self:
            clock.waited_hours = clock.paused_seconds / 3600
            clock.late_hours = clock.late_seconds / 3600
