from odoo import models


class ServiceScoreResult(models.Model):
    """Erasure of what was written about results (decisions 17): the numbers stay."""

    # one concern a file
    _inherit = "service.score.result"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise(self):
        """Blank the reasons of these results; who calls has checked the right."""
        # sudo: erasure reaches confirmed results, too; the right was checked. That there was a reason stays
        self.sudo().filtered("reason")._store({"reason": self.env._("Anonymised")})


class HrEmployee(models.Model):
    # the erasure of results is one concern
    _inherit = "hr.employee"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise_scores(self):
        result = super()._anonymise_scores()
        # sudo: erasure reaches what no officer may write; the right was checked
        self.env["service.score.result"].sudo().search([("employee_id", "in", self.ids)])._anonymise()
        return result
