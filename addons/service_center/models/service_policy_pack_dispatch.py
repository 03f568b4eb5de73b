from odoo import api, models


class ServicePolicyPack(models.Model):
    """Skills and dispatch queues in packs; the technicians in a queue are the company's own."""

    # one concern a file
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_pack_models(self):
        return ["service.skill", *super()._get_pack_models(), "service.dispatch.queue"]
