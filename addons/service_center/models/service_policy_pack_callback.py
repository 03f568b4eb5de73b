from odoo import api, models


class ServicePolicyPack(models.Model):
    """Packs hold callback plans; the questionnaires of plans are named by their code."""

    # one concern a file: complaints and orders follow packs, too
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_pack_models(self):
        return [*super()._get_pack_models(), "service.callback.plan", "service.callback.step"]

    @api.model
    def _get_named_models(self):
        return super()._get_named_models() | {"survey.survey": "service_code"}
