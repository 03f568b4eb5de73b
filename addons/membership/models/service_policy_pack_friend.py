from odoo import api, models


class ServicePolicyPack(models.Model):
    """What makes a customer friend comes with policy packs."""

    # one concern a file
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_pack_models(self):
        return [*super()._get_pack_models(), "membership.friend.ground"]
