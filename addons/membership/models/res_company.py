from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _membership_day(self, instant=None):
        """Return the company's local day of an instant (naive UTC; now without)."""
        self.ensure_one()
        instant = instant or fields.Datetime.now()
        # sudo: only the time zone
        zone = ZoneInfo(self.sudo()._service_tz())
        return instant.replace(tzinfo=timezone.utc).astimezone(zone).date()

    @api.model
    def _membership_first(self):
        """Return the company whose days count for programs of no company: the first one."""
        # sudo: only which one it is
        return self.sudo().with_context(active_test=False).search([], order="id", limit=1)
