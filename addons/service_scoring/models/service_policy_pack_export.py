from odoo import api, models

from .service_policy_pack import BOOK, PARTS
from .service_score_pay_component import BASE

COMPONENT = "service.score.pay.component"


class ServicePolicyPack(models.Model):
    """Of every rule book, the last of the chosen versions is exported, with its parts."""

    # one concern a file
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_export_domain(self, model):
        """Pay components that every company has are no part of a pack; it names them."""
        if model == COMPONENT:
            return ["|", ("pack_code", "!=", False), ("code", "not in", BASE)]
        return super()._get_export_domain(model)

    @api.model
    def _get_common_codes(self):
        components = self.env[COMPONENT].with_context(active_test=False)
        base = components.search(
            [
                ("company_id", "=", self.env.company.id),
                ("pack_code", "=", False),
                ("code", "in", BASE),
            ]
        )
        return {**super()._get_common_codes(), **{(COMPONENT, one.id): one.code for one in base}}

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
