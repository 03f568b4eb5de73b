from odoo import api, models

#: what a pack says about members, and nothing about documents
MEMBER_MODELS = (
    "membership.plan",
    "membership.tier",
    "membership.benefit",
    "membership.friend.ground",
)


class ServicePolicyPack(models.Model):
    """Plans come with policy packs, as drafts that loading puts in force (decisions 2)."""

    # one concern a file
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_pack_models(self):
        return [*super()._get_pack_models(), "membership.plan", "membership.tier"]

    @api.model
    def _load(self, code, activate=True, valid_from=None):
        company = self.env.company
        default = company.service_default_pack
        loaded = super()._load(code, activate, valid_from)
        if not default and all(step.entry.model in MEMBER_MODELS for step in loaded["plan"].steps):
            # sudo: a pack about members only is none that complaints and orders follow; see super
            company.sudo().service_default_pack = default
        plans = self.env["membership.plan"].union(
            *(
                step.record
                for step in loaded["plan"].steps
                if step.entry.model == "membership.plan" and step.record and step.record.active
            )
        )
        if activate:
            plans.filtered(lambda plan: plan.state == "draft").action_activate()
        return loaded
