from odoo import api, models


class ResGroups(models.Model):
    """Groups make people members of levels of authority: who is at one is read anew when they change."""

    _inherit = "res.groups"

    @api.model_create_multi
    def create(self, vals_list):
        groups = super().create(vals_list)
        self.env["service.policy.mixin"]._forget_policies()
        return groups

    def write(self, vals):
        result = super().write(vals)
        self.env["service.policy.mixin"]._forget_policies()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["service.policy.mixin"]._forget_policies()
        return result
