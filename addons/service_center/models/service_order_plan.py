from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models

from ..engine import order_lifecycle, visit_plan

#: nobody has arrived yet: a plan may still be changed
PLANNED_STATES = ("draft", "confirmed", "scheduled", "waiting")


class ServiceOrder(models.Model):
    """Planned visits: what speaks against a plan is said, never refused (DOOR-DISP-03, HOME-JOB-03)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    weekday_request = fields.Binary(
        "Written Request",
        attachment=True,
        copy=False,
        help="The letter or message in which the property manager or customer asked for a day of the week.",
    )
    weekday_request_name = fields.Char(copy=False)
    weekday_requested_on = fields.Date(
        "Asked in Writing On", copy=False, help="The day of the written request for a visit on a weekday."
    )
    plan_warning = fields.Text("What Speaks Against the Plan", compute="_compute_plan_warning")

    @api.depends_context("lang", "uid")
    @api.depends(
        *("planned_start", "planned_end", "employee_id", "partner_id", "queue_id", "is_emergency", "state"),
        *("weekday_request", "weekday_requested_on"),
    )
    def _compute_plan_warning(self):
        planned = self.filtered(lambda order: order.planned_start and order.state in PLANNED_STATES)
        (self - planned).plan_warning = False
        # sudo: other jobs and time off of the technician count, whatever the user sees; only numbers of
        # orders and the kind of what stands against it are told
        facts = planned.sudo()._get_plan_facts()
        for order in planned:
            zone = order._get_visit_zone()
            found = visit_plan.warnings(
                order._get_visit(zone), order.sudo()._get_conditions(zone, facts)
            )  # sudo: see above
            sentences = [order._say_plan_warning(code, params) for code, params in found]
            order.plan_warning = "\n".join(sentences) or False

    def _get_visit_zone(self):
        """Return the time zone of the visit: that of its queue, else of its company."""
        self.ensure_one()
        # sudo: a time zone is no secret
        order = self.sudo()
        return ZoneInfo(order.queue_id._get_tz() if order.queue_id else order.company_id._service_tz())

    def _get_visit(self, zone):
        """Return the engine's ``Visit`` of this order."""
        self.ensure_one()
        end = max(self.planned_end or self.planned_start, self.planned_start)
        return visit_plan.Visit(self.name or "", _local(self.planned_start, zone), _local(end, zone))

    def _get_plan_facts(self):
        """Return (other visits by technician, {company: time off by technician}) around these plans."""
        if not self:
            return {}, {}
        margin = timedelta(days=1) + timedelta(hours=max(self.queue_id.mapped("rest_hours"), default=0))
        first = min(self.mapped("planned_start")) - margin
        last = max(order.planned_end or order.planned_start for order in self) + margin
        others = self.search(
            [
                ("employee_id", "in", self.employee_id.ids),
                ("state", "in", order_lifecycle.OPEN_STATES),
                ("planned_start", "<=", last),
                "|",
                ("planned_end", ">=", first),
                "&",
                ("planned_end", "=", False),
                ("planned_start", ">=", first),
            ]
        )
        away = {
            company: orders.employee_id._service_time_off(first, last, company)
            for company, orders in self.grouped("company_id").items()
        }
        return others.grouped("employee_id"), away

    def _get_conditions(self, zone, facts):
        """Return the engine's ``Conditions`` of this order's visit."""
        self.ensure_one()
        others, away = facts
        spans = away[self.company_id].get(self.employee_id.id, ())
        same = (
            others.get(self.employee_id, self.browse()) - self._origin if self.employee_id else self.browse()
        )
        windows = self.partner_id.commercial_partner_id.service_visit_window_ids
        windows = self.partner_id.service_visit_window_ids or windows
        windows = windows or self.queue_id.visit_window_ids
        return visit_plan.Conditions(
            others=tuple(other._get_visit(zone) for other in same),
            away=tuple((_local(start, zone), _local(end, zone)) for start, end in spans),
            rest=timedelta(hours=self.queue_id.rest_hours),
            quiet=windows._get_windows("quiet"),
            welcome=windows._get_windows("welcome"),
            weekend_only=self.queue_id.weekend_only,
            asked_in_writing=self._is_asked_in_writing(zone),
            is_emergency=self.is_emergency,
            in_hours=self._is_in_hours(),
        )

    def _is_in_hours(self):
        """Tell whether the whole visit lies in the working hours of its queue, where these are given."""
        self.ensure_one()
        calendar, start = self.queue_id.calendar_id, self.planned_start
        end = max(self.planned_end or start, start)
        if not calendar:
            return True
        open_hours = calendar._service_elapsed(start, end, "working_hours", self.company_id)
        return abs(open_hours * 3600 - (end - start).total_seconds()) < 1

    def _is_asked_in_writing(self, zone):
        """Tell whether the day was asked for in writing, not later than on it."""
        self.ensure_one()
        asked_on = self.weekday_requested_on
        return bool(self.weekday_request and asked_on and asked_on <= _local(self.planned_start, zone).date())

    def _say_plan_warning(self, code, params):
        orders = ", ".join(params.get("orders", []))
        return {
            "overlap": self.env._("The technician has another visit then: %(orders)s.", orders=orders),
            "leave": self.env._("The technician is on leave then."),
            "rest": self.env._(
                "The technician has too little rest before or after %(orders)s.", orders=orders
            ),
            "closed": self.env._("The visit is outside the working hours of the queue."),
            "quiet": self.env._("The customer rests or eats then."),
            "not_welcome": self.env._("These are not the hours in which the customer wants visits."),
            "weekday": self.env._(
                "Jobs of this queue are done on Saturday or Sunday. For another day, attach the written "
                "request made beforehand."
            ),
        }[code]


def _local(moment, zone):
    return moment.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None)
