from odoo import api, models
from odoo.exceptions import AccessError, UserError

#: what makes a file another one, or takes it away from its entry
CONTENT = {"raw", "datas", "db_datas", "store_fname", "checksum", "res_model", "res_id"}


class IrAttachment(models.Model):
    """Files of entries that are decided stay as they are; only erasure takes them (S2, decisions 17)."""

    _inherit = "ir.attachment"

    def write(self, vals):
        if CONTENT & vals.keys():
            self._check_score_evidence()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_no_score_evidence(self):
        self._check_score_evidence()

    def _check_score_evidence(self):
        """Refuse to change files of decided entries; erasure runs in superuser mode.

        :raise UserError: one of them belongs to an entry that is decided
        """
        if self.env.su:
            return
        # sudo: only whether the entry is decided
        entry_ids = [one.res_id for one in self.sudo() if one.res_model == "service.score.entry"]
        entries = self.env["service.score.entry"].sudo().browse(entry_ids).exists()
        if any(entry.state != "draft" for entry in entries):
            raise UserError(self.env._("The file belongs to an entry that is decided, so it stays as it is."))

    def _give_to(self, record):
        """Give those of these files that belong to nothing yet to a record: who sees it sees the files.

        :raise AccessError: somebody else has uploaded one of them
        """
        # sudo: whose the files are; only the user's own ones are given away
        loose = self.sudo().filtered(lambda one: not one.res_id and not one.res_field)
        if not self.env.su and loose.create_uid - self.env.user:
            raise AccessError(self.env._("Attach files that you have uploaded yourself."))
        if loose:
            loose.write({"res_model": record._name, "res_id": record.id})
