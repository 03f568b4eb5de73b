from odoo import models


class AccountMove(models.Model):
    """Credit notes of goods given back end their warranties; taken back, they go on."""

    # one concern a file
    _inherit = "account.move"  # pylint: disable=consider-merging-classes-inherited

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        posted._sync_service_warranties()
        return posted

    def button_draft(self):
        result = super().button_draft()
        self._sync_service_warranties()
        return result

    def _sync_service_warranties(self):
        refunds = self.filtered(lambda move: move.move_type == "out_refund")
        # sudo: accounting need not see orders
        refunds.sudo().line_ids.sale_line_ids._sync_service_warranties()
