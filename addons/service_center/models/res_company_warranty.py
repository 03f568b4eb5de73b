from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models


class ResCompany(models.Model):
    """Days as the company counts them, and its numbering of warranties."""

    # one concern a file
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    def _create_service_sequences(self):
        result = super()._create_service_sequences()
        # sudo: who creates a company need not be allowed to create sequences
        Sequence = self.env["ir.sequence"].sudo()
        for company in self:
            Sequence._service_sequence("service.warranty", company)
        return result

    def _service_day(self, instant=None):
        """Return the company's local day of an instant (naive UTC; now without)."""
        self.ensure_one()
        instant = instant or fields.Datetime.now()
        # sudo: only the time zone
        zone = ZoneInfo(self.sudo()._service_tz())
        return instant.replace(tzinfo=timezone.utc).astimezone(zone).date()

    @api.model
    def _service_days(self, companies):
        """Return {today: companies} as each of them counts."""
        by_day = {}
        for company in companies:
            day = company._service_day()
            by_day[day] = by_day.get(day, self.browse()) | company
        return by_day
