from odoo import models

from odoo.addons.service_kernel.engine import redaction


class ServiceScoreInspectionLine(models.Model):
    """Erasure of what inspections said about people (decisions 17): clause, count and points stay."""

    # one concern a file
    _inherit = "service.score.inspection.line"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise(self, people):
        """Blank words and photos of these findings and of their orders; take ``people`` out of the rest.

        What an inspection says as a whole is about others, too: only the names go.
        """
        # sudo: erasure reaches what no officer may write; the right was checked
        erased = self.sudo().with_context(active_test=False, tracking_disable=True)
        Erasure = erased.env["service.erasure"]
        erased.photo_ids.unlink()
        Erasure._blank(erased.filtered("item_id"), ("text", "import_key", "import_digest"))
        Erasure._blank(erased - erased.filtered("item_id"), ("import_key", "import_digest"))
        orders = erased.env["service.score.rectification"].search([("line_id", "in", erased.ids)])
        orders.photo_ids.unlink()
        Erasure._erase_around(orders, Erasure._blank(orders, ("name",)))
        pattern = redaction.find(people.sudo().mapped("name"))  # sudo: whose names go
        inspections = erased.inspection_id
        Erasure._redact(inspections, pattern, ("name",))
        Erasure._redact_around(inspections, pattern)
        erased.ledger_import_id._erase()


class HrEmployee(models.Model):
    # the erasure of findings is one concern
    _inherit = "hr.employee"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise_scores(self):
        result = super()._anonymise_scores()
        # sudo: erasure reaches what no officer may write; the right was checked
        lines = self.env["service.score.inspection.line"].sudo()
        lines.search([("person_ids.employee_id", "in", self.ids)])._anonymise(self)
        return result
