from odoo import api, models

PREFIXES = {
    "service.score.inspection": "INS/%(range_year)s/",
    "service.score.rectification": "REC/%(range_year)s/",
}


class IrSequence(models.Model):
    """Numbers of inspections and rectification orders."""

    # one concern a file
    _inherit = "ir.sequence"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _prepare_service_sequence_vals(self, code, company):
        vals = super()._prepare_service_sequence_vals(code, company)
        if code in PREFIXES:
            vals["prefix"] = PREFIXES[code]
        return vals
