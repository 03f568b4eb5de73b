from odoo import api, models

PREFIXES = {
    "service.complaint": "CMP",
    "service.corrective.action": "CAR",
    "service.rectification": "RN",
    "service.agreement": "AGR",
    "service.order": "SVO",
    "service.feedback.sheet": "QFS",
}


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    @api.model
    def _prepare_service_sequence_vals(self, code, company):
        vals = super()._prepare_service_sequence_vals(code, company)
        if code in PREFIXES:
            vals["prefix"] = f"{PREFIXES[code]}/%(range_year)s/"
        return vals
