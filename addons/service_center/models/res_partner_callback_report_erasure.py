from odoo import models

from odoo.addons.service_kernel.engine import redaction


class ResPartner(models.Model):
    """Reports of callbacks are about many customers: who is erased is taken out (decisions 17)."""

    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise(self):
        # sudo: erasure reaches what no manager may write; super() checks the right
        people = self.sudo()._get_own_addresses()
        pattern = redaction.find(
            [one.name for one in people if one.name and one.type in ("contact", False)],
            [one.phone for one in people if one.phone],
            [one.email for one in people if one.email],
        )
        result = super()._anonymise()
        # sudo: as above; the right was checked
        Erasure = self.env["service.erasure"].sudo()
        for model in ("service.callback.report", "service.callback.improvement"):
            # any of them may name the person
            records = Erasure.env[model].search([])  # pylint: disable=no-search-all
            Erasure._redact(records, pattern)
            Erasure._redact_around(records, pattern)
        return result
