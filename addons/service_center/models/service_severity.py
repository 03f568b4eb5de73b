from odoo import api, fields, models
from odoo.tools import ormcache

from ..engine.corrective_action import REQUIREMENTS
from ..engine.highest_claim import Claim


class ServiceSeverity(models.Model):
    _name = "service.severity"
    _inherit = ["service.severity", "service.corrective.policy.mixin"]

    corrective_level_id = fields.Many2one(
        "service.authority.level",
        "Corrective Action Approved By",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="This level approves corrective actions of such complaints. Empty: as the category says, else "
        "the level that may close the complaint.",
    )

    @api.model
    @ormcache("company_id")
    def _get_corrective_claims(self, company_id):
        """Return ({severity id: ``Claim``}, {flag id: ``Claim``}) of policies that ask for an action."""
        claims = []
        for kind, model in (("severity", "service.severity"), ("flag", "service.risk.flag")):
            # sudo: policies of one company as plain codes, the same for every reader
            policies = (
                self.env[model]
                .sudo()
                .with_context(active_test=False)
                .search([("company_id", "=", company_id), ("requires_corrective_action", "!=", "none")])
            )
            claims.append(
                {
                    policy.id: Claim(
                        f"{kind}:{policy.code}",
                        policy.requires_corrective_action,
                        REQUIREMENTS.index(policy.requires_corrective_action),
                    )
                    for policy in policies
                }
            )
        return tuple(claims)
