from odoo import api, models


class ServiceLedgerImport(models.Model):
    """Registers of inspections are brought in by officers of scoring; inspectors only enter findings."""

    _inherit = "service.ledger.import"

    @api.model
    def _selection_res_model(self):
        pairs = super()._selection_res_model()
        if self.env.su or self.env.user.has_group("service_scoring.group_officer"):
            return pairs
        return [pair for pair in pairs if pair[0] != "service.score.inspection.line"]
