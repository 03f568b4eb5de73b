from odoo import models


class ResCompany(models.Model):
    """Numbers of compensations are there before the first two are proposed at once."""

    # one concern a file
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    def _create_service_sequences(self):
        result = super()._create_service_sequences()
        # sudo: who creates a company need not be allowed to create sequences
        Sequence = self.env["ir.sequence"].sudo()
        for company in self:
            Sequence._service_sequence("service.compensation", company)
        return result
