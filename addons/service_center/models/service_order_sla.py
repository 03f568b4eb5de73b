from collections import defaultdict
from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import api, models

from odoo.addons.service_kernel.engine import sla

from ..engine import order_lifecycle as engine


class ServiceOrder(models.Model):
    """The time limits of a service order: its clocks start, wait and end with its own steps."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        """Create drafts, start their clocks, and move them to the states asked for as everybody else."""
        states = [vals.get("state") or engine.DRAFT for vals in vals_list]
        orders = super().create(
            [{name: vals[name] for name in vals.keys() - {"state"}} for vals in vals_list]
        )
        orders._sla_begin()
        for state, order in zip(states, orders, strict=True):
            if state != engine.DRAFT:
                order.write({"state": state})
        return orders

    def write(self, vals):
        """Write; clocks follow the step and the facts. Both at once: the new facts hold first (T4)."""
        stepping = {"state", "waiting_for"} & vals.keys()
        before = {}
        if stepping:
            before = {order: (order.state, order.waiting_for, order.closed_at) for order in self}
        result = super().write(vals)
        if self._get_sla_fields() & vals.keys():
            self._sla_sync()
        moved = defaultdict(self.browse)
        for order, (source, wait, ended_at) in before.items():
            if (order.state, order.waiting_for) != (source, wait):
                moved[source, order.state, order.waiting_for, ended_at] |= order
        for (source, target, wait, ended_at), orders in moved.items():
            orders._follow_state(source, target, wait, ended_at)
        return result

    def _follow_state(self, source, target, wait, ended_at):
        """Tell the clocks of orders that came from ``source`` to ``target``; one wait may follow another.

        :param ended_at: when orders that are taken up again had ended
        """
        if source == engine.WAITING:
            self._sla_resume()
        if source == engine.CANCELLED:
            self._sla_revive(ended_at)
        codes = engine.reached(source, target, wait)
        if codes:
            self._service_reach(codes)
        if target == engine.WAITING:
            self._sla_pause(wait=wait)
        elif target in engine.ENDED_STATES:
            self._sla_end()

    # What the clocks ask

    def _get_sla_documents(self):
        return self.filtered(lambda order: order.state != engine.CANCELLED)

    def _is_sla_going(self):
        return self.state not in engine.ENDED_STATES

    def _get_sla_start(self):
        return self.received_at.replace(microsecond=0)

    def _get_sla_calendars(self):
        # sudo: limits are told to everybody who may see the order, the hours behind them are no secret
        order = self.sudo()
        return order.team_id.calendar_id or order.site_id.calendar_id or order.company_id.resource_calendar_id

    def _get_sla_fields(self):
        return super()._get_sla_fields() | {
            "team_id",
            "site_id",
            "channel",
            "received_at",
            "category_id",
            "type_id",
            "complaint_id",
            "company_id",
        }

    def _get_sla_facts(self, domains):
        calendar = self._get_sla_calendars()
        zone = ZoneInfo(calendar.tz or self.company_id._service_tz())
        day = self.received_at.replace(tzinfo=timezone.utc).astimezone(zone).date()
        # sudo: how serious the complaint is that the order comes from, whoever works on the order
        complaint = self.complaint_id.sudo()
        return sla.Facts(
            day=day,
            pack=self._get_service_pack() or None,
            team=self.team_id.id or None,
            severity=complaint.severity_id.id or None,
            category=self.category_id.id or None,
            flags=frozenset(complaint.flag_ids.mapped("code")),
            channel=self.channel,
            major=complaint.is_major,
            domains=domains,
        )
