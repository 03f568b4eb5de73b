from odoo import api, models


class ServicePolicyPack(models.Model):
    """Rule books come with policy packs."""

    _inherit = "service.policy.pack"

    @api.model
    def _get_pack_models(self):
        return [
            *super()._get_pack_models(),
            "service.score.pay.component",
            "service.score.region",
            "service.score.wage.floor",
            "service.score.category",
            "service.score.rulebook",
            "service.score.fine.bracket",
            "service.score.rule",
            "service.score.rule.multiplier",
            "service.score.rule.step",
        ]
