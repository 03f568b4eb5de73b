from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import SQL


class ResCompany(models.Model):
    _inherit = "res.company"

    def _membership_day(self, instant=None):
        """Return the company's local day of an instant (naive UTC; now without)."""
        self.ensure_one()
        instant = instant or fields.Datetime.now()
        # sudo: only the time zone
        zone = ZoneInfo(self.sudo()._service_tz())
        return instant.replace(tzinfo=timezone.utc).astimezone(zone).date()

    def _membership_joined(self, table):
        """Return the SQL of the company's local day on which a card's member joined: else the card was made.

        :param table: name of ``loyalty_card`` in the query
        """
        self.ensure_one()
        # sudo: only the time zone
        return SQL(
            "COALESCE(%s, (%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date)",
            SQL.identifier(table, "membership_joined_on"),
            SQL.identifier(table, "create_date"),
            self.sudo()._service_tz(),
        )

    @api.model
    def _membership_first(self):
        """Return the company whose days count for programs of no company: the first one."""
        # sudo: only which one it is
        return self.sudo().with_context(active_test=False).search([], order="id", limit=1)
