from odoo import models


class ResPartner(models.Model):
    """Erasure reaches what checks of callbacks and signals about them say (decisions 17)."""

    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise(self):
        result = super()._anonymise()
        # sudo: erasure reaches what no manager may write; the right was checked
        Callback = self.env["service.callback"].sudo().with_context(active_test=False, tracking_disable=True)
        callbacks = Callback.search([("partner_id", "in", self._get_own_addresses().ids)])
        callbacks._write_stepped(
            {"notes": False, "problem_note": False, "report": False, "review_note": False}
        )
        Erasure = self.env["service.erasure"]
        Erasure._erase_around(callbacks, ("notes",))
        rechecks, signals = callbacks.recheck_ids, callbacks.signal_ids
        Erasure._blank(rechecks.line_ids)
        for records, also in ((rechecks, {"differences": False}), (signals, {})):
            Erasure._erase_around(records, Erasure._blank(records, also=also))
        return result
