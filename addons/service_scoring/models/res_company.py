from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    score_region_id = fields.Many2one(
        "service.score.region",
        "Wage Region",
        ondelete="restrict",
        domain="[('company_id', '=', id)]",
        help="Where employees work who have no region of their own.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env["service.score.pay.component"]._create_base_components(companies)
        return companies
