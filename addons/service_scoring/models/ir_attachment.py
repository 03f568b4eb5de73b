from odoo import api, models
from odoo.exceptions import AccessError, UserError

#: what makes a file another one or call it otherwise, takes it away from its entry, or shows it to others
CONTENT = {
    *("raw", "datas", "db_datas", "store_fname", "checksum", "mimetype", "type", "url", "name"),
    *("res_model", "res_id", "res_field", "public", "access_token"),
}

#: what scanners and cameras make of a signed paper
SCAN_TYPES = {
    "application/pdf",
    *(f"image/{kind}" for kind in ("jpeg", "png", "webp", "gif", "bmp", "tiff", "heic", "heif")),
}


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
        self._check_inspection_photos()

    def _check_inspection_photos(self):
        """Refuse to change photos of what was submitted, and of orders that are over.

        :raise UserError: one of them belongs to such an item or order
        """
        # sudo: only how far the inspection or the order is
        photos = self.sudo()
        line_ids = [one.res_id for one in photos if one.res_model == "service.score.inspection.line"]
        order_ids = [one.res_id for one in photos if one.res_model == "service.score.rectification"]
        lines = photos.env["service.score.inspection.line"].browse(line_ids).exists()
        orders = photos.env["service.score.rectification"].browse(order_ids).exists()
        if any(line.is_submitted for line in lines) or any(not order.is_open for order in orders):
            raise UserError(
                self.env._("The photo belongs to what was submitted or is over, so it stays as it is.")
            )

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

    def _check_score_scans(self):
        """Refuse as scans of signed papers what is no image or PDF that the user has just uploaded.

        :raise UserError: one of them is something else, or belongs to something already
        """
        # sudo: only what they are
        for scan in self.sudo():
            if scan.mimetype not in SCAN_TYPES:
                raise UserError(self.env._("“%(file)s” is no image and no PDF.", file=scan.name))
        self._check_score_uploads()

    def _check_score_uploads(self):
        """Refuse files that the user has not just uploaded.

        :raise UserError: one of them belongs to something already, or to somebody else
        """
        # sudo: only whose they are
        for file in self.sudo():
            if file.res_id or file.res_field or file.create_uid != self.env.user:
                raise UserError(self.env._("Please upload “%(file)s” anew.", file=file.name))
