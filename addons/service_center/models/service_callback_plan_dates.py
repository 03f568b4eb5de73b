import functools
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import fields, models

from ..engine import cadence


class ServiceCallbackPlan(models.Model):
    """The dates of a plan, for a customer whose start is known; nothing is written (CB-PLAN-01)."""

    # one concern a file
    _inherit = "service.callback.plan"  # pylint: disable=consider-merging-classes-inherited

    def preview(self, anchor, until):
        """Return the days on which the plan would call a customer, sorted, each of them once.

        Of steps that count from the last contact, calls are taken to be made on the day they are due.

        :param anchor: local date, or naive UTC time, of what started the plan
        :param until: the last date that is looked at
        """
        return sorted({one["date"] for one in self.preview_steps(anchor, until)})

    def preview_steps(self, anchor, until):
        """Return [{step, date, channel}] in the order of the days, as ``preview``."""
        self.ensure_one()
        if isinstance(anchor, datetime):
            anchor = self.company_id._service_local(anchor)
        found = [
            {"step": step, "date": one.date, "channel": step.channel or self.channel}
            for step in self.step_ids
            for one in step._preview(anchor, until)
        ]
        return sorted(found, key=lambda one: (one["date"], one["step"].sequence, one["step"].id))

    def action_preview(self):
        """Open the dialog that lists the dates of this plan."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dates of %(plan)s", plan=self.name),
            "res_model": "service.callback.preview",
            "view_mode": "form",
            "target": "new",
            "context": {"default_plan_id": self.id},
        }


class ServiceCallbackStep(models.Model):
    """The rhythm of a step as the engine knows it."""

    _inherit = "service.callback.step"  # pylint: disable=consider-merging-classes-inherited

    def _get_rhythm(self):
        """Return this step for the engine."""
        self.ensure_one()
        return cadence.Rhythm(
            offset=self.offset_amount,
            offset_unit=self.offset_unit,
            repeat=self.repeat_amount,
            repeat_unit=self.repeat_unit,
            until=self.until_amount,
            until_unit=self.until_unit,
            max_times=self.max_times,
            rest_days=self.rest_days,
        )

    def _is_by_contact(self):
        """Tell whether an early call moves the dates of this step."""
        return self.anchor == "last_contact"

    def _preview(self, anchor, until):
        return cadence.preview(
            self._get_rhythm(),
            anchor,
            until,
            by_contact=self._is_by_contact(),
            is_working=self.company_id._service_is_working() if self.rest_days != "keep" else None,
        )


class ResCompany(models.Model):
    """Local times and working days of a company's callbacks."""

    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    def _service_local(self, instant):
        """Return a naive UTC time as the naive local time of the company."""
        # sudo: only the time zone
        return fields.Datetime.context_timestamp(
            self.with_context(tz=self.sudo()._service_tz()), instant
        ).replace(tzinfo=None)

    def _service_utc(self, local):
        """Return a naive local time of the company as naive UTC."""
        # sudo: only the time zone
        zone = ZoneInfo(self.sudo()._service_tz())
        return local.replace(tzinfo=zone).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)

    def _service_is_working(self):
        """Return a function that tells of a day whether it is a working day; holidays and make-up days count.

        None where nobody keeps opening hours: every day is as good as another then.
        """
        self.ensure_one()
        # sudo: whoever plans is told the days, also who may not read the opening hours
        calendar = self.sudo().resource_calendar_id
        if not calendar or calendar.flexible_hours:
            return None
        hours = calendar._service_working_time(self)
        if not hours.has_open_time:
            return None
        zone = ZoneInfo(calendar.tz or "UTC")

        @functools.cache
        def is_working(day):
            begin, end = (
                datetime.combine(one, time(), zone).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
                for one in (day, day + timedelta(1))
            )
            return hours.open_seconds(begin, end) > 0

        return is_working
