from odoo import models
from odoo.exceptions import UserError


class IrAttachment(models.Model):
    """Files of awards that are decided stay as they are, as those of entries."""

    # one concern a file
    _inherit = "ir.attachment"  # pylint: disable=consider-merging-classes-inherited

    def _check_score_evidence(self):
        super()._check_score_evidence()
        if self.env.su:
            return
        # sudo: only whether the award is decided
        award_ids = [one.res_id for one in self.sudo() if one.res_model == "service.score.award"]
        awards = self.env["service.score.award"].sudo().browse(award_ids).exists()
        if any(award.state != "draft" for award in awards):
            raise UserError(
                self.env._("The file belongs to a merit or demerit that is decided, so it stays as it is.")
            )
