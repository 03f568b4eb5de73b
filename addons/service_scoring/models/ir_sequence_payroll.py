from odoo import api, models


class IrSequence(models.Model):
    """Numbers of payroll batches."""

    # one concern a file
    _inherit = "ir.sequence"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _prepare_service_sequence_vals(self, code, company):
        vals = super()._prepare_service_sequence_vals(code, company)
        if code == "service.score.payroll.batch":
            vals["prefix"] = "PAY/%(range_year)s/"
        return vals
