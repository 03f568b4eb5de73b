from odoo import api, models


class ServicePolicyPack(models.Model):
    """What packs say of complaints beside the policies of all documents.

    Levels of authority come first: severities and categories say which one approves corrective actions.
    """

    # one concern a file: which documents follow packs is another
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_pack_models(self):
        names = super()._get_pack_models()
        level = "service.authority.level"
        ordered = [level, *(name for name in names if name != level)]
        return [*ordered, "service.notice", "service.complaint.summary"]

    @api.model
    def _get_export_domain(self, model):
        if model == "service.complaint.summary":
            return [("level_ids", "!=", False)]  # people are no part of a pack
        return super()._get_export_domain(model)
