from odoo import api, fields, models


class ServicePolicyMixin(models.AbstractModel):
    """A record of a company's rule book: stable code, company, and the pack it came from (decisions 1)."""

    _name = "service.policy.mixin"
    _description = "Policy"
    _inherit = ["service.text.mixin"]
    _check_company_auto = True

    code = fields.Char(
        required=True, copy=False, help="Short stable key, unique in the company and its policy pack."
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    active = fields.Boolean(default=True)
    pack_code = fields.Char("Policy Pack", readonly=True, copy=False, help="The pack that brought it.")

    _policy_code_uniq = models.UniqueIndex(
        "(company_id, COALESCE(pack_code, ''), code)",
        "Another record of the company and policy pack has this code already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self._forget_policies()
        return records

    def write(self, vals):
        result = super().write(vals)
        self._forget_policies()
        return result

    def copy_data(self, default=None):
        """A copy is the company's own, with another code."""
        vals_list = super().copy_data(default)
        for policy, vals in zip(self, vals_list, strict=True):
            vals.setdefault("code", self.env._("%(code)s (copy)", code=policy.code))
        return vals_list

    def unlink(self):
        result = super().unlink()
        self._forget_policies()
        return result

    @api.model
    def _forget_policies(self):
        """Let every worker read the policies anew; they are kept in memory, for they seldom change."""
        self.env.registry.clear_cache()
