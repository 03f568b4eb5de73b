from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._create_service_sequences()
        return companies

    def _create_service_sequences(self):
        """Make the numbering of complaints of these companies, where it is missing."""
        # sudo: who creates a company need not be allowed to create sequences
        Sequence = self.env["ir.sequence"].sudo()
        for company in self:
            Sequence._service_sequence("service.complaint", company)
