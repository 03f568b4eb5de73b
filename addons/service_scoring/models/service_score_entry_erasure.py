from odoo import models
from odoo.exceptions import AccessError


class ServiceScoreEntry(models.Model):
    """Erasure of what was said about people (decisions 17): ids, codes and points stay, and still verify."""

    # one concern a file
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise(self):
        """Erase words, photos and messages about these entries; who calls has checked the right."""
        # sudo: erasure reaches what no officer may write; the right was checked
        erased = self.sudo().with_context(active_test=False, tracking_disable=True)
        Erasure = erased.env["service.erasure"]
        erased.note_ids.unlink()
        erased._write_decided({"reject_reason": False, "import_note": False})
        erased.ledger_import_id._erase()
        Erasure._erase_around(erased, ["reject_reason", "import_note"])


class ServiceScoreConsequence(models.Model):
    # the erasure of the ledger is one concern
    _inherit = "service.score.consequence"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise(self):
        """Erase what was said, and why it was decided so; that it was decided stays."""
        words = ["reason", "statement", "union_opinion"]
        # sudo: erasure reaches what no officer may write; the right was checked
        erased = self.sudo().with_context(tracking_disable=True)
        erased._write_decided(dict.fromkeys(words, False))
        self.env["service.erasure"]._erase_around(erased, words)


class HrEmployee(models.Model):
    # likewise
    _inherit = "hr.employee"  # pylint: disable=consider-merging-classes-inherited

    def action_anonymise_scores(self):
        """Erase what was said about these employees in the score ledger; this cannot be undone.

        :raise AccessError: the user is not HR of scoring
        """
        if not self.env.user.has_group("service_scoring.group_hr"):
            raise AccessError(self.env._("Only HR of scoring erases what was said about employees."))
        self._anonymise_scores()

    def _anonymise_scores(self):
        """As ``action_anonymise_scores``; who calls has checked the right."""
        about = [("employee_id", "in", self.ids)]
        # sudo: erasure reaches what no officer may write; the right was checked
        self.env["service.score.entry"].sudo().search(about)._anonymise()
        self.env["service.score.consequence"].sudo().search(about)._anonymise()
