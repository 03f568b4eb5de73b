from datetime import datetime, time, timezone
from zoneinfo import ZoneInfo

from odoo import models


class ServiceScoreSheet(models.Model):
    """What can be appealed, and since when its employee knows of it."""

    # what can be appealed is one concern
    _inherit = "service.score.sheet"  # pylint: disable=consider-merging-classes-inherited

    def _get_told_at(self):
        """Return when the employee was told of it: when it was published, or confirmed if that was later."""
        self.ensure_one()
        if self.state == "draft":
            return False
        return max(filter(None, (self.published_at, self.confirmed_at)), default=False)

    def action_open_appeal(self):
        """Open the dialog that files an appeal against this sheet."""
        self.ensure_one()
        return self.env["service.score.appeal"]._open_filing({"default_sheet_id": self.id})

    def _appeal_by_link(self, text):
        """File the appeal of who opened the personal link of this sheet."""
        self.ensure_one()
        self.env["service.score.appeal"]._file({"sheet_id": self}, self.employee_id, text, "link")


class ServiceScoreEntry(models.Model):
    # likewise
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    def _get_told_at(self):
        """Return since when it counts; False for what does not count or takes back another."""
        self.ensure_one()
        return self.state == "confirmed" and not self.reversal_of_id and self.confirmed_at

    def action_open_appeal(self):
        """Open the dialog that files an appeal against these entries."""
        return self.env["service.score.appeal"]._open_filing({"default_entry_ids": self.ids})


class ServiceScoreAward(models.Model):
    # likewise
    _inherit = "service.score.award"  # pylint: disable=consider-merging-classes-inherited

    def _get_told_at(self):
        """Return since when it counts; False while it does not, or no more."""
        self.ensure_one()
        return self.state == "confirmed" and self.confirmed_at

    def action_open_appeal(self):
        """Open the dialog that files an appeal against this award."""
        self.ensure_one()
        return self.env["service.score.appeal"]._open_filing({"default_award_id": self.id})


class ServiceScoreConsequence(models.Model):
    # likewise
    _inherit = "service.score.consequence"  # pylint: disable=consider-merging-classes-inherited

    def _get_told_at(self):
        """Return the end of the day on which the employee was told; when it was decided if no notice of it
        was recorded.

        False while it is a proposal, or once it is none any more.
        """
        self.ensure_one()
        if self.state != "approved":
            return False
        if not self.notified_at:
            return self.decided_at
        # sudo: only the time zone
        zone = ZoneInfo(self.company_id.sudo()._service_tz())
        evening = datetime.combine(self.notified_at, time(23, 59, 59), zone)
        return max(self.decided_at, evening.astimezone(timezone.utc).replace(tzinfo=None))

    def action_open_appeal(self):
        """Open the dialog that files an appeal against this consequence."""
        self.ensure_one()
        return self.env["service.score.appeal"]._open_filing({"default_consequence_id": self.id})
