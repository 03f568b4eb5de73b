from odoo import models


class ServiceScoreAppeal(models.Model):
    """Erasure of what employees and deciders wrote (decisions 17): that it was decided, and how, stays."""

    # one concern a file
    _inherit = "service.score.appeal"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise(self):
        """Erase texts, files and messages of these appeals; who calls has checked the right."""
        # sudo: erasure reaches what nobody may write; the right was checked
        erased = self.sudo().with_context(active_test=False, tracking_disable=True)
        Erasure = erased.env["service.erasure"]
        erased.attachment_ids.unlink()
        texts = Erasure._blank(erased, keep=("name",))
        Erasure._erase_around(erased, texts)


class HrEmployee(models.Model):
    # likewise
    _inherit = "hr.employee"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise_scores(self):
        result = super()._anonymise_scores()
        # sudo: erasure reaches what nobody may write; the right was checked
        self.env["service.score.appeal"].sudo().search([("employee_id", "in", self.ids)])._anonymise()
        # sudo: evidence files that were made just now
        self.env["service.score.evidence"].sudo().search([("employee_id", "in", self.ids)]).unlink()
        return result
