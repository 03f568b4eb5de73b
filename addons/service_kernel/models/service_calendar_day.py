from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.working_time import week_type
from .resource_calendar import hour_seconds

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class ServiceCalendarDay(models.Model):
    """A date on which a calendar is open besides its weekly hours: a make-up working day (调休)."""

    _name = "service.calendar.day"
    _description = "Make-up Working Day"
    _inherit = ["service.text.mixin"]
    _order = "date desc, id desc"
    _rec_name = "reason"

    calendar_id = fields.Many2one(
        "resource.calendar", string="Working Hours", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="calendar_id.company_id", store=True, index=True)
    date = fields.Date(required=True)
    dayofweek = fields.Selection(
        WEEKDAYS,
        string="Hours Of",
        help="The day is worked like this weekday. Empty: from and to apply.",
    )
    hour_from = fields.Float(string="From", default=9.0)
    hour_to = fields.Float(string="To", default=18.0)
    reason = fields.Char()
    load_id = fields.Many2one(
        "service.holiday.load",
        string="Loaded With",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    _day_uniq = models.UniqueIndex(
        "(calendar_id, date)",
        "These working hours have a make-up working day on this date already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self.env["resource.calendar"]._service_forget()
        days = super().create(vals_list)
        days.calendar_id._service_mark()
        return days

    def write(self, vals):
        self.env["resource.calendar"]._service_forget()
        calendars = self.calendar_id
        result = super().write(vals)
        (calendars | self.calendar_id)._service_mark()
        return result

    def unlink(self):
        self.env["resource.calendar"]._service_forget()
        self.calendar_id._service_mark()
        return super().unlink()

    @api.constrains("dayofweek", "hour_from", "hour_to", "calendar_id")
    def _check_hours(self):
        for day in self:
            if day.dayofweek:
                if day.dayofweek not in day.calendar_id._service_weekdays():
                    raise ValidationError(
                        self.env._(
                            "“%(calendar)s” has no working hours on that weekday: choose another one, or "
                            "enter from and to.",
                            calendar=day.calendar_id.name,
                        )
                    )
            elif not 0 <= day.hour_from < day.hour_to <= 24:
                raise ValidationError(
                    self.env._("A make-up working day begins before it ends, from 00:00 to 24:00.")
                )

    def _service_spans(self, openings):
        """(start, end) of the day in seconds since midnight, from the openings of its calendar.

        Of a two-week pattern, the hours of the week in which the day lies, else those of the other week.
        """
        self.ensure_one()
        if not self.dayofweek:
            return [(hour_seconds(self.hour_from), hour_seconds(self.hour_to))]
        lines = [line for line in openings if line.weekday == int(self.dayofweek)]
        week = week_type(self.date.toordinal())
        return [line[1:3] for line in lines if line.week in (None, week)] or [line[1:3] for line in lines]
