from odoo import models


class ResLang(models.Model):
    _inherit = "res.lang"

    def write(self, vals):
        """Write; in a language that becomes active the milestones of any case get their names."""
        result = super().write(vals)
        if vals.get("active"):
            # sudo: who activates a language need not maintain policies
            metrics = self.env["service.sla.metric"].sudo().with_context(active_test=False)
            metrics.search([("pack_code", "=", False)])._name_base_metrics(self.mapped("code"))
        return result
