from odoo import fields, models

from ..engine import compensation as engine


class ServiceAuthorityLevel(models.Model):
    """What a level may approve of compensation."""

    _inherit = "service.authority.level"

    compensation_own = fields.Boolean(
        "Own Proposals",
        help="People of this level may also approve compensation that they proposed themselves.",
    )
    compensation_version = fields.Integer(
        readonly=True, copy=False, default=0, help="Counts approvals, so that none misses another one."
    )

    def _prepare_compensation_grade(self, *limits):
        """Return the level as the engine of compensation sees it.

        :param limits: per case, per window, days of the window: those of a person; the level's own if missing
        """
        self.ensure_one()
        case, window, days = limits or (
            self.compensation_limit or None,
            self.compensation_window_limit or None,
            self.compensation_window_days,
        )
        return engine.Grade(self.id, self.code, case, window, days, self.compensation_own)
