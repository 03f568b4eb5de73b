from odoo import api, models

from .service_policy_pack_plan import MEMBER_MODELS


class ServicePolicyPack(models.Model):
    """Whoever loads a pack loads its plans and benefits only if they maintain memberships."""

    # one concern a file
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _is_left_out(self, model):
        is_member_part = model in MEMBER_MODELS and not self.env[model].has_access("create")
        return is_member_part or super()._is_left_out(model)

    @api.model
    def _get_notes(self, plans):
        env = self._to_reader().env
        left_out = [plan.code for plan in plans if self._holds_left_out(plan, MEMBER_MODELS)]
        return [
            *super()._get_notes(plans),
            *(
                (
                    "conflict",
                    env._(
                        "The plans and benefits of “%(pack)s” are left out: managers of memberships load "
                        "them, with the same pack.",
                        pack=code,
                    ),
                )
                for code in left_out
            ),
        ]
