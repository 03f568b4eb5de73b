from odoo import models


class HrEmployeePublic(models.Model):
    """Who has not taken note of a rule book: officers of scoring need no rights on employees to see it."""

    _inherit = "hr.employee.public"

    def action_record_score_signed(self):
        """Record that these employees signed that they took note of the rule book of the list."""
        return self._get_score_rulebook()._open_signed(self)

    def action_make_score_links(self):
        """Make personal links to the rule book of the list for these employees."""
        return self._get_score_rulebook()._open_links(self.env["hr.employee"].browse(self.ids))

    def _get_score_rulebook(self):
        return self.env["service.score.rulebook"].browse(self.env.context["score_rulebook_id"])
