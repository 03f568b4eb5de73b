from odoo import api, fields, models
from odoo.tools import ormcache

from ..engine import severity as engine


class ServiceRiskFlag(models.Model):
    """A risk that a case carries: fire, injury, the press, a lawsuit …; it raises the severity."""

    _name = "service.risk.flag"
    _description = "Risk Flag"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    severity_id = fields.Many2one(
        "service.severity",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="A case with this flag is at least that serious.",
    )
    is_major = fields.Boolean("Major", help="A case with this flag is a major one.")
    yields_to_ids = fields.Many2many(
        "service.risk.flag",
        "service_risk_flag_yields_rel",
        "flag_id",
        "other_id",
        string="Does Not Count Beside",
        check_company=True,
        help="Beside one of these flags, this one does not raise the severity.",
    )

    @api.model
    @ormcache("company_id")
    def _get_engine_flags(self, company_id):
        """Return {flag id: ``severity.Flag``} of a company, archived ones included: old cases carry them."""
        # sudo: policies of one company as plain codes and ranks, the same for every reader
        flags = self.sudo().with_context(active_test=False).search([("company_id", "=", company_id)])
        return {
            flag.id: engine.Flag(
                code=flag.code,
                severity=flag.severity_id._get_engine_severity(),
                is_major=flag.is_major,
                yields_to=frozenset(flag.yields_to_ids.mapped("code")),
            )
            for flag in flags
        }
