from odoo import api, models

from .service_policy_pack import BOOK, PARTS


class ServicePolicyPack(models.Model):
    """Of every rule book, the last of the chosen versions is exported, with its parts."""

    # one concern a file
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _records_to_export(self, pack_codes, own):
        records = super()._records_to_export(pack_codes, own)
        last = {}
        for code, book in sorted(records.get(BOOK, ()), key=lambda pair: pair[1].version):
            last[code] = book
        taken = self.env[BOOK].union(*last.values())
        if BOOK in records:
            records[BOOK] = [(code, book) for code, book in records[BOOK] if book in taken]
        for model in PARTS:
            if model in records:
                records[model] = [
                    (code, part) for code, part in records[model] if part._get_rulebooks() <= taken
                ]
        return records
