from odoo import api, models


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    @api.model
    def _prepare_service_sequence_vals(self, code, company):
        vals = super()._prepare_service_sequence_vals(code, company)
        if code == "service.score.entry":
            vals["prefix"] = "SCE/%(range_year)s/"
        return vals
