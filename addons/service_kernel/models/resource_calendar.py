from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, ormcache

from ..engine import working_time
from ..engine.problem import Problem
from ..tools.working_time_messages import message

MINUTE = timedelta(minutes=1)
CACHE = (
    "service_working_time"  # in `cr.cache`, which ends with the transaction and with a savepoint's rollback
)
OPENING = {"tz", "two_weeks_calendar", "schedule_type", "flexible_hours", "company_id"}
CHECK = "service_calendars_to_check"  # in `cr.precommit.data`: ids of calendars whose attendances changed


def hour_seconds(hour):
    """Seconds since midnight of an hour as Odoo keeps it; 23:59 is how people write midnight."""
    seconds = round(hour * 3600)
    return 86_400 if seconds >= 86_340 else seconds


class ResourceCalendar(models.Model):
    """Working time of services: deadlines in open time, with public holidays and make-up working days."""

    _inherit = "resource.calendar"

    service_day_ids = fields.One2many("service.calendar.day", "calendar_id", string="Make-up Working Days")

    def write(self, vals):
        self._service_forget()
        result = super().write(vals)
        if OPENING & vals.keys():
            self._service_mark()
        return result

    @api.model
    def _service_forget(self):
        """Call when openings, leaves or make-up days change: this transaction reads them again."""
        self.env.cr.cache.pop(CACHE, None)

    def _service_mark(self):
        """Let the open clocks on these calendars be planned anew, after their open time changed (T9)."""
        self.env["service.sla.clock"]._mark([("calendar_id", "in", self.ids)])

    def _service_working_time(self, company=None):
        """The engine's object for this calendar; ask it directly for thousands of deadlines.

        One query in a transaction, which tells whether anything changed; data and intervals outlive it.

        :param company: whose public holidays count when the calendar belongs to no company.
        :raise UserError: the schedule is flexible, or its time zone unknown.
        """
        self.ensure_one()
        # sudo: whoever has a deadline is told it, also a portal user who may not read the opening hours
        calendar = self.sudo()
        company = calendar.company_id or company or self.env.company
        cache = self.env.cr.cache.setdefault(CACHE, {})
        if (self.id, company.id) not in cache:
            data = calendar._service_calendar_data(company.id, calendar._service_stamp())
            try:
                cache[self.id, company.id] = working_time.working_time(data)
            except Problem as problem:
                raise UserError(message(self.env, problem, calendar.name)) from problem
        return cache[self.id, company.id]

    def _service_stamp(self):
        """Return what differs once any row that says when the calendar is open was changed; one query."""
        for model in ("resource.calendar", "resource.calendar.attendance", "resource.calendar.leaves"):
            self.env[model].flush_model()
        self.env["service.calendar.day"].flush_model()
        # a row's version in the database: its transaction and its place
        (stamp,) = self.env.execute_query(
            SQL(
                "SELECT (SELECT xmin || ':' || ctid FROM resource_calendar WHERE id = %(id)s),"
                " (SELECT string_agg(xmin || ':' || ctid, ',' ORDER BY id) FROM resource_calendar_attendance"
                " WHERE calendar_id = %(id)s),"
                " (SELECT string_agg(xmin || ':' || ctid, ',' ORDER BY id) FROM resource_calendar_leaves"
                " WHERE resource_id IS NULL AND (calendar_id = %(id)s OR calendar_id IS NULL)),"
                " (SELECT string_agg(xmin || ':' || ctid, ',' ORDER BY id) FROM service_calendar_day"
                " WHERE calendar_id = %(id)s)",
                id=self.id,
            )
        )
        return stamp

    @ormcache("self.id", "company_id", "stamp")
    def _service_calendar_data(self, company_id, stamp):
        """Openings, leaves and make-up days as plain values, kept as long as ``stamp`` stays the same."""
        company = self.env["res.company"].browse(company_id)
        if self.flexible_hours:
            raise UserError(message(self.env, Problem("flexible"), self.name))
        attendances = self.env["resource.calendar.attendance"].search_fetch(
            [("calendar_id", "=", self.id), ("display_type", "=", False), ("day_period", "!=", "lunch")],
            ["dayofweek", "hour_from", "hour_to", "week_type"],
        )
        openings = tuple(
            working_time.Opening(
                int(line.dayofweek),
                hour_seconds(line.hour_from),
                hour_seconds(line.hour_to),
                int(line.week_type) if self.two_weeks_calendar and line.week_type else None,
            )
            for line in attendances
        )
        leaves = self.env["resource.calendar.leaves"].search_fetch(
            self._get_service_leaves_domain(company), ["date_from", "date_to"], order="date_from, id"
        )
        days = self.env["service.calendar.day"].search_fetch([("calendar_id", "=", self.id)])
        return working_time.Calendar(
            self.tz or "UTC",
            openings,
            tuple((leave.date_from, self._service_leave_end(leave.date_to)) for leave in leaves),
            tuple((day.date, *span) for day in days for span in day._service_spans(openings)),
        )

    def _service_weekdays(self):
        """The weekdays ("0" Monday) that have working hours, in order."""
        self.ensure_one()
        return sorted({line.dayofweek for line in self.attendance_ids if line._is_work_period()})

    def _get_service_leaves_domain(self, company):
        """Which leaves close this calendar: those without a resource, of the calendar's own company."""
        return [
            ("resource_id", "=", False),
            ("time_type", "=", "leave"),
            ("calendar_id", "in", [False, self.id]),
            ("company_id", "in", [False, company.id]),
        ]

    def _service_leave_end(self, end):
        """Odoo's leaves end at 23:59:59, people write 23:59: a leave lasts until its last minute is over."""
        end = end.replace(microsecond=0)
        if end.second == 59:
            return end + timedelta(seconds=1)
        local = fields.Datetime.context_timestamp(self.with_context(tz=self.tz), end)
        return end + MINUTE - timedelta(seconds=end.second) if (local.hour, local.minute) == (23, 59) else end

    def _service_due(self, start, amount, unit, company=None):
        """When ``amount`` of ``unit`` after ``start`` is used up; see the engine's ``due``.

        :param start: naive UTC.
        :param unit: working_hours, working_days, clock_minutes, clock_hours or calendar_days.
        :return: naive UTC.
        :raise UserError: no open time, not reached within 50 years, an amount that cannot be.
        """
        try:
            return self._service_working_time(company).due(start, amount, unit)
        except Problem as problem:
            raise UserError(message(self.env, problem, self.sudo().name)) from problem  # sudo: its name only

    def _service_elapsed(self, start, end, unit, company=None):
        """How much of ``unit`` lies between two naive UTC instants: a float, days as an int.

        :raise UserError: a flexible schedule, more than 50 years.
        """
        try:
            return self._service_working_time(company).elapsed(start, end, unit)
        except Problem as problem:
            raise UserError(message(self.env, problem, self.sudo().name)) from problem  # sudo: its name only

    def _service_check_usable(self):
        """For constraints of what runs on a calendar, and for changes of calendars in use.

        :raise ValidationError: a flexible schedule, or no open time.
        """
        for calendar in self:
            try:
                if not calendar._service_working_time().has_open_time:
                    raise Problem("no_open_time")
            except Problem as problem:
                raise ValidationError(message(self.env, problem, calendar.name)) from problem
            except UserError as error:
                raise ValidationError(error.args[0]) from error

    def _service_in_use(self):
        """Those of the calendars that deadlines run on; whoever adds a relation to calendars extends this."""
        used = self.browse()
        for model in ("service.team", "service.site", "service.sla.policy", "service.sla.target"):
            # sudo: a calendar is in use whoever asks; only its own id comes back
            records = self.env[model].sudo().search_fetch([("calendar_id", "in", self.ids)], ["calendar_id"])
            used |= self.browse(records.calendar_id.ids)
        return used

    def _service_check_later(self):
        """Check those of the calendars that are in use when the transaction's changes are complete.

        Attendances are often replaced one by one, deleted first: only what is left in the end counts.
        """
        waiting = self.env.cr.precommit.data.setdefault(CHECK, set())
        if not waiting:
            self.env.cr.precommit.add(self._service_check_waiting)
        waiting.update(self.ids)

    def _service_check_waiting(self):
        calendars = self.browse(self.env.cr.precommit.data.pop(CHECK, ())).exists()
        calendars._service_in_use()._service_check_usable()

    @api.constrains("attendance_ids", "schedule_type", "two_weeks_calendar", "tz")
    def _check_service_usable(self):
        self._service_in_use()._service_check_usable()
