from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import models


class ResCompany(models.Model):
    """Days of a company's callbacks."""

    # one concern a file
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    def _service_day_end(self, day):
        """Return the last second of a local day of the company, as naive UTC (CONV-TIME-04)."""
        # sudo: whoever has a deadline is told it, also who may not read the company's calendar
        zone = ZoneInfo(self.sudo()._service_tz())
        end = datetime.combine(day + timedelta(days=1), time(), zone)
        return end.astimezone(ZoneInfo("UTC")).replace(tzinfo=None) - timedelta(seconds=1)
