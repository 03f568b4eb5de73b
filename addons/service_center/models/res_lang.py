from odoo import models


class ResLang(models.Model):
    _inherit = "res.lang"

    def write(self, vals):
        """Write; in a language that becomes active the base types of orders and rules get their names."""
        result = super().write(vals)
        if vals.get("active"):
            # sudo: who activates a language need not maintain policies
            types = self.env["service.order.type"].sudo().with_context(active_test=False)
            types.search([("pack_code", "=", False)])._name_base_types(self.mapped("code"))
            # sudo: as above
            rules = self.env["service.liability.rule"].sudo().with_context(active_test=False)
            rules.search([("pack_code", "=", False)])._name_base_rules(self.mapped("code"))
        return result
