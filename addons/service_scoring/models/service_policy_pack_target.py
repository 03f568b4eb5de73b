from odoo import api, models


class ServicePolicyPack(models.Model):
    """Targets and their bands come with policy packs; whose targets they are is the company's own."""

    # one concern a file
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_pack_models(self):
        return [*super()._get_pack_models(), "service.score.target", "service.score.target.band"]
