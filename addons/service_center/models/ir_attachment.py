from odoo import api, models


class IrAttachment(models.Model):
    """Files that a complaint gets after it became a service order reach the order, too (C5)."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._service_hand_on()
        return attachments

    def write(self, vals):
        """Write; files that were uploaded first belong to a complaint when its message is posted."""
        result = super().write(vals)
        if {"res_model", "res_id"} & vals.keys():
            self._service_hand_on()
        return result

    def _service_hand_on(self):
        # sudo: to which documents the files belong that the user has just added to them
        files = self.sudo().filtered(
            lambda one: one.res_model == "service.complaint" and one.res_id and not one.res_field
        )
        if files:
            self.env["service.complaint"].browse(set(files.mapped("res_id")))._hand_files_on()
