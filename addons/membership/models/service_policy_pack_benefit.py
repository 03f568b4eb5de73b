from odoo import api, models


class ServicePolicyPack(models.Model):
    """Benefits come with policy packs, after the tiers that they are for."""

    # one concern a file
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_pack_models(self):
        return [*super()._get_pack_models(), "membership.benefit"]
