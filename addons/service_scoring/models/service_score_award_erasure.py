from odoo import models


class ServiceScoreAward(models.Model):
    """Erasure of what was said about people (decisions 17): kinds, days and points stay."""

    # one concern a file
    _inherit = "service.score.award"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise(self):
        """Erase words, files and messages about these awards; who calls has checked the right."""
        # sudo: erasure reaches what no officer may write; the right was checked
        erased = self.sudo().with_context(active_test=False, tracking_disable=True)
        erased.evidence_ids.unlink()
        erased._write_decided({"reason": False, "reversal_reason": False})
        erased.env["service.erasure"]._erase_around(erased, ["reason", "reversal_reason"])


class HrEmployee(models.Model):
    # the erasure of awards is one concern
    _inherit = "hr.employee"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise_scores(self):
        result = super()._anonymise_scores()
        # sudo: as above
        self.env["service.score.award"].sudo().search([("employee_id", "in", self.ids)])._anonymise()
        return result
