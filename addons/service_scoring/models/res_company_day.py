from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import fields, models


class ResCompany(models.Model):
    """Days as a company's people count them."""

    # one concern a file
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    def _score_day(self, instant=None):
        """Return the company's local day of an instant (naive UTC; now without)."""
        self.ensure_one()
        instant = instant or fields.Datetime.now()
        # sudo: only the time zone
        zone = ZoneInfo(self.sudo()._service_tz())
        return instant.replace(tzinfo=timezone.utc).astimezone(zone).date()
