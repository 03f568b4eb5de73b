from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    service_default_pack = fields.Char(
        "Default Policy Pack",
        help="The code of the policy pack that documents follow whose category and team come from none.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env["service.sla.metric"]._create_base_metrics(companies)
        return companies

    def write(self, vals):
        result = super().write(vals)
        if "resource_calendar_id" in vals:
            self.env["service.sla.clock"]._mark([("company_id", "in", self.ids)])
        return result

    def _service_tz(self):
        """Name of the company's time zone: that of its working calendar, else of its address, else UTC."""
        self.ensure_one()
        return self.resource_calendar_id.tz or self.partner_id.tz or "UTC"
