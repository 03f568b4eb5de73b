from odoo import models


class ServiceScoreRulebook(models.Model):
    """Versions of a rule book: draft, in force, archived."""

    # one concern a file
    _inherit = "service.score.rulebook"  # pylint: disable=consider-merging-classes-inherited
