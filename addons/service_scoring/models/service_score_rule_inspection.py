from odoo import fields, models


class ServiceScoreRule(models.Model):
    """Rules of which inspections propose entries."""

    # one concern a file
    _inherit = "service.score.rule"  # pylint: disable=consider-merging-classes-inherited

    source = fields.Selection(
        selection_add=[("inspection", "Inspection")], ondelete={"inspection": "set default"}
    )
