from odoo import models


class ServiceScoreSheet(models.Model):
    """Erasure of what employees said to their sheets (decisions 17): that they answered stays."""

    # one concern a file
    _inherit = "service.score.sheet"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise(self):
        """Erase texts and scans of answers and end personal links; who calls has checked the right."""
        # sudo: erasure reaches what nobody may write; the right was checked
        erased = self.sudo()
        erased.answer_ids.scan_ids.unlink()
        erased.answer_ids.write({"text": False})
        erased.write({"link_digest": False, "link_expires_at": False})


class HrEmployee(models.Model):
    # likewise
    _inherit = "hr.employee"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise_scores(self):
        # sudo: as above
        self.env["service.score.sheet"].sudo().search([("employee_id", "in", self.ids)])._anonymise()
        return super()._anonymise_scores()
