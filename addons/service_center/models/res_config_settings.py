from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    service_retention_months = fields.Integer(related="company_id.service_retention_months", readonly=False)
    service_retention_count = fields.Integer(
        "Anonymised at the Next Run", compute="_compute_service_retention_count"
    )

    @api.depends("service_retention_months", "company_id")
    def _compute_service_retention_count(self):
        for settings in self:
            settings.service_retention_count = settings.company_id._count_service_retention(
                settings.service_retention_months
            )
