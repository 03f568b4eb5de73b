from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _service_tz(self):
        """Name of the company's time zone: that of its working calendar, else of its address, else UTC."""
        self.ensure_one()
        return self.resource_calendar_id.tz or self.partner_id.tz or "UTC"
