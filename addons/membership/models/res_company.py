from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import fields, models


class ResCompany(models.Model):
    """Days as a company's members count them."""

    _inherit = "res.company"

    def _membership_day(self, instant=None):
        """Return the company's local day of an instant (naive UTC; now without)."""
        instant = instant or fields.Datetime.now()
        # sudo: only the time zone
        zone = ZoneInfo(self.sudo()._service_tz() if self else "UTC")
        return instant.replace(tzinfo=timezone.utc).astimezone(zone).date()
