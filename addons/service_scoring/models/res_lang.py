from odoo import models


class ResLang(models.Model):
    _inherit = "res.lang"

    def write(self, vals):
        """Write; in a language that becomes active the pay components of every company get their names."""
        result = super().write(vals)
        if vals.get("active"):
            # sudo: who activates a language need not maintain policies
            components = self.env["service.score.pay.component"].sudo().with_context(active_test=False)
            components.search([("pack_code", "=", False)])._name_base_components(self.mapped("code"))
        return result
