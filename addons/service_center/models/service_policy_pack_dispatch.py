from odoo import api, models


class ServicePolicyPack(models.Model):
    """Skills, types of orders, dispatch queues and checklists in packs.

    The technicians in a queue are the company's own.
    """

    # one concern a file
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_pack_models(self):
        first = ["service.skill", "service.order.type"]
        last = ["service.dispatch.queue", "service.checklist", "service.checklist.line"]
        known = [name for name in super()._get_pack_models() if name not in first]
        return [*first, *known, *last]
