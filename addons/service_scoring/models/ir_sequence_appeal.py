from odoo import api, models


class IrSequence(models.Model):
    """Numbers of appeals."""

    # one concern a file
    _inherit = "ir.sequence"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _prepare_service_sequence_vals(self, code, company):
        vals = super()._prepare_service_sequence_vals(code, company)
        if code == "service.score.appeal":
            vals["prefix"] = "APP/%(range_year)s/"
        return vals
