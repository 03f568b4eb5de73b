from odoo import api, models


class ResCompany(models.Model):
    """Every company has its types of service orders, and rules of who pays."""

    # one concern a file
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env["service.order.type"]._create_base_types(companies)
        self.env["service.liability.rule"]._create_base_rules(companies)
        return companies
