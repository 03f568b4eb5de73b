from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models

from odoo.addons.service_kernel.engine import sla
from odoo.addons.service_kernel.models.service_sla_mixin import SLA_STATES

from ..engine import lifecycle
from .service_complaint_routing import FACTS

#: when a complaint that is entered later was at its milestones
STAMPS = {"acknowledge": "acknowledged_at", "resolve": "resolved_at", "close": "closed_at"}


class ServiceComplaint(models.Model):
    """The time limits of a complaint: its clocks start, wait and end with its own steps."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    sla_state = fields.Selection(SLA_STATES)

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        for state, moved in complaints.grouped("state").items():
            if state != "new":
                moved._follow_state(None, state)
        return complaints

    def write(self, vals):
        """Write; clocks follow the step and the facts. Both at once: the new facts hold first (T4)."""
        before = {complaint: complaint.state for complaint in self} if "state" in vals else {}
        result = super().write(vals)
        if (FACTS | self._get_sla_fields()) & vals.keys():
            self._sla_sync()
        moved = {}
        for complaint, source in before.items():
            if complaint.state != source:
                moved.setdefault((source, complaint.state), self.browse())
                moved[source, complaint.state] |= complaint
        for (source, target), complaints in moved.items():
            complaints._follow_state(source, target)
        return result

    def _raise_severity(self, degree, reason):
        result = super()._raise_severity(degree, reason)
        self._sla_sync()
        return result

    def _follow_state(self, source, target):
        """Tell the clocks of complaints that came from ``source`` (None: were entered so) to ``target``."""
        if source == "waiting":
            self._sla_resume()
        if source and lifecycle.is_reopening(source, target):
            self._sla_reopen(lifecycle.REOPENED)
        codes = lifecycle.REACHED.get(target, ())
        if source is None:
            for complaint in self:
                for code in codes:
                    complaint._service_reach(code, complaint[STAMPS.get(code, "received_at")] or None)
        elif codes:
            self._service_reach(codes)
        if target == "waiting":
            self._sla_pause()
        elif target in lifecycle.ENDED_STATES:
            self._sla_end()

    def _message_post_after_hook(self, message, msg_vals):
        """A colleague's answer to the customer is the response that a limit may ask for."""
        public = message.message_type in ("comment", "email_outgoing") and not message.subtype_id.internal
        if public and message.author_id.user_ids.filtered(lambda user: not user.share):
            self._service_reach("respond")
        return super()._message_post_after_hook(message, msg_vals)

    def action_reach_milestone(self, code):
        self._check_not_concerned()
        return super().action_reach_milestone(code)

    # What the clocks ask

    def _get_sla_documents(self):
        return self.filtered(
            lambda one: (
                not one.is_history
                and one.state not in ("merged", "cancelled")
                # what is missing is refused when it is inserted
                and one.company_id
                and one.received_at
            )
        )

    def _is_sla_going(self):
        return self.state not in lifecycle.ENDED_STATES

    def _get_sla_start(self):
        return self.received_at.replace(microsecond=0)

    def _get_sla_calendars(self):
        # sudo: limits are told to everybody who may see the complaint, the hours behind them are no secret
        complaint = self.sudo()
        return (
            complaint.team_id.calendar_id
            or complaint.site_id.calendar_id
            or complaint.company_id.resource_calendar_id
        )

    def _get_sla_fields(self):
        return super()._get_sla_fields() | {"team_id", "site_id", "channel", "received_at"}

    def _get_sla_facts(self, domains):
        zone = ZoneInfo(self._get_sla_zone())
        day = self.received_at.replace(tzinfo=timezone.utc).astimezone(zone).date()
        return sla.Facts(
            day=day,
            pack=self._get_service_pack() or None,
            team=self.team_id.id or None,
            severity=self.severity_id.id or None,
            category=self.category_id.id or None,
            flags=frozenset(self.flag_ids.mapped("code")),
            channel=self.channel,
            major=self.is_major,
            domains=domains,
        )

    def _get_sla_zone(self):
        """The time zone of the case is that of its calendar (decisions 4)."""
        return self._get_sla_calendars().tz or self.company_id._service_tz()
