from odoo import models


class ServiceScoreDutyRecord(models.Model):
    """Erasure of what was written about the duties of people (decisions 17): that it was done stays."""

    # one concern a file
    _inherit = "service.score.duty.record"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise(self):
        """Blank words and files of these proofs; who calls has checked the right."""
        # sudo: erasure reaches what no officer may write; the right was checked
        erased = self.sudo()
        erased.attachment_ids.unlink()
        self.env["service.erasure"]._blank(erased, ("excuse_reason",))
        # an excuse keeps that it had a reason
        models.BaseModel.write(erased.filtered("excuse_reason"), {"excuse_reason": self.env._("Anonymised")})


class HrEmployee(models.Model):
    # the erasure of proofs is one concern
    _inherit = "hr.employee"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise_scores(self):
        result = super()._anonymise_scores()
        # sudo: erasure reaches what no officer may write; the right was checked
        self.env["service.score.duty.record"].sudo().search([("employee_id", "in", self.ids)])._anonymise()
        return result
