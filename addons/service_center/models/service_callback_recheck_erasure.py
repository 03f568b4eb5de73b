from odoo import models


class ServiceCallback(models.Model):
    """Erasure reaches what checks of callbacks and signals about them say (decisions 17)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise(self):
        result = super()._anonymise()
        # sudo: erasure reaches what no manager may write; the right was checked
        erased = self.sudo().with_context(active_test=False, tracking_disable=True)
        Erasure = erased.env["service.erasure"]
        rechecks, signals = erased.recheck_ids, erased.signal_ids
        inputs = rechecks.answers_id
        inputs.user_input_line_ids.write({"value_char_box": False, "value_text_box": False})
        inputs.write({"partner_id": False, "email": False, "nickname": False})
        Erasure._blank(rechecks.line_ids)
        for records, also in ((rechecks, {"differences": False}), (signals, {})):
            Erasure._erase_around(records, Erasure._blank(records, also=also))
        return result
