from odoo import api, models


class ServicePolicyPack(models.Model):
    """Duty plans come with policy packs; who owes them are the company's own."""

    # one concern a file
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_pack_models(self):
        return [*super()._get_pack_models(), "service.score.duty"]
