from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.service_calendar_day import WEEKDAYS
from ..tools.public_holidays import FIRST_YEAR, LAST_YEAR, countries, public_holidays


class ServiceHolidayWizard(models.TransientModel):
    """Shows a country's public holidays and make-up working days of a year, then enters them."""

    _name = "service.holiday.wizard"
    _description = "Load Public Holidays"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    calendar_ids = fields.Many2many(
        "resource.calendar",
        string="Working Hours",
        required=True,
        compute="_compute_calendar_ids",
        store=True,
        readonly=False,
        domain="[('company_id', 'in', [company_id, False])]",
    )
    country_id = fields.Many2one(
        "res.country", compute="_compute_country_id", precompute=True, store=True, readonly=False
    )
    country_codes = fields.Json(compute="_compute_country_codes")
    year = fields.Integer(required=True, default=lambda self: fields.Date.context_today(self).year)
    line_ids = fields.One2many(
        "service.holiday.wizard.line",
        "wizard_id",
        string="Days",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    note = fields.Char(compute="_compute_note")

    @api.depends("company_id")
    def _compute_calendar_ids(self):
        for wizard in self:
            wizard.calendar_ids = wizard.company_id.resource_calendar_id

    @api.depends("company_id")
    def _compute_country_id(self):
        for wizard in self:
            wizard.country_id = wizard.company_id.country_id

    def _compute_country_codes(self):
        self.country_codes = countries()

    def _get_days(self):
        """(days, whether make-up days are missing) of country and year; none where the library has none."""
        code = self.country_id.code
        if code not in countries() or not FIRST_YEAR <= self.year <= LAST_YEAR:
            return [], False
        return public_holidays(code, self.year, self.env.lang or "en_US")

    @api.depends("country_id", "year")
    def _compute_line_ids(self):
        for wizard in self:
            days, _missing = wizard._get_days()
            wizard.line_ids = [
                Command.clear(),
                *(Command.create(wizard._prepare_line_vals(day)) for day in days),
            ]

    def _prepare_line_vals(self, day):
        """A make-up day is worked like the nearest weekday: a Saturday like Friday, a Sunday like Monday."""
        workday = day.kind == "workday"
        return {
            "date": day.date,
            "kind": day.kind,
            "name": day.name or self.env._("Make-up working day"),
            "dayofweek": workday and ("0" if day.date.weekday() == 6 else "4"),
        }

    @api.depends("country_id", "year")
    def _compute_note(self):
        for wizard in self:
            days, missing = wizard._get_days()
            params = {"country": wizard.country_id.name or "", "year": str(wizard.year)}
            wizard.note = False
            if wizard.country_id and not days:
                wizard.note = self.env._(
                    "No public holidays of %(country)s are known for %(year)s.", **params
                )
            elif missing:
                wizard.note = self.env._(
                    "No make-up working days of %(country)s are known for %(year)s: the year may not be "
                    "published yet, and its holidays may still be moved. Load it again later, or enter them "
                    "by hand.",
                    **params,
                )

    def action_load(self):
        """Enter what is new of the shown days, and open the load; a second run adds nothing.

        :raise UserError: there is nothing new.
        """
        self.ensure_one()
        self.env["service.holiday.load"].check_access("create")
        self.calendar_ids.check_access("read")
        leaves = [vals for calendar in self.calendar_ids for vals in self._prepare_leaves(calendar)]
        days = [vals for calendar in self.calendar_ids for vals in self._prepare_days(calendar)]
        if not leaves and not days:
            raise UserError(self.env._("Nothing to add: these days are entered already."))
        load = self.env["service.holiday.load"].create(
            {
                "name": f"{self.country_id.name} {self.year}",
                "company_id": self.company_id.id,
                "country_id": self.country_id.id,
                "year": self.year,
            }
        )
        # sudo: only administrators may create company-wide leaves; policy managers may enter holidays of
        # calendars of their own companies, checked above
        self.env["resource.calendar.leaves"].sudo().with_company(self.company_id).create(
            [vals | {"service_load_id": load.id} for vals in leaves]
        )
        self.env["service.calendar.day"].create([vals | {"load_id": load.id} for vals in days])
        return {
            "type": "ir.actions.act_window",
            "name": load.name,
            "res_model": load._name,
            "res_id": load.id,
            "view_mode": "form",
        }

    def _prepare_leaves(self, calendar):
        company = calendar.company_id or self.company_id
        # sudo: see action_load; only whether a day is closed already is asked
        entered = (
            calendar.sudo()
            .env["resource.calendar.leaves"]
            .search(calendar._get_service_leaves_domain(company))
        )
        zone = pytz.timezone(calendar.tz or "UTC")
        given = self._get_zone_of_entered(zone)
        for line in self.line_ids.filtered(lambda line: line.kind == "holiday"):
            start, end = _get_day(line.date, zone)
            last_minute = end - timedelta(seconds=59)
            if not any(leave.date_from <= start and leave.date_to >= last_minute for leave in entered):
                start, end = _get_day(line.date, given)
                yield {"name": line.name, "calendar_id": calendar.id, "date_from": start, "date_to": end}

    def _get_zone_of_entered(self, zone):
        """Return the time zone in whose hours leaves of a calendar are created.

        Odoo's time off takes them as hours of the user's own zone, and lays them anew in the calendar's.
        """
        if hasattr(self.env["resource.calendar.leaves"], "_prepare_public_holidays_values"):
            return pytz.timezone(self.env.user.tz or "UTC")
        return zone

    def _prepare_days(self, calendar):
        lines = self.line_ids.filtered(lambda line: line.kind == "workday")
        entered = self.env["service.calendar.day"].search(
            [("calendar_id", "=", calendar.id), ("date", "in", lines.mapped("date"))]
        )
        weekdays = calendar._service_weekdays()
        if lines and not weekdays:
            calendar._service_check_usable()
        for line in lines.filtered(lambda line: line.date not in entered.mapped("date")):
            yield {
                "calendar_id": calendar.id,
                "date": line.date,
                "dayofweek": line.dayofweek if line.dayofweek in weekdays else weekdays[0],
                "reason": line.name,
            }


class ServiceHolidayWizardLine(models.TransientModel):
    _name = "service.holiday.wizard.line"
    _description = "Day of Public Holidays to Load"
    _order = "date, id"

    wizard_id = fields.Many2one("service.holiday.wizard", required=True, ondelete="cascade", index=True)
    date = fields.Date(required=True)
    name = fields.Char(required=True)
    kind = fields.Selection(
        [("holiday", "Public holiday"), ("workday", "Make-up working day")], default="holiday", required=True
    )
    dayofweek = fields.Selection(
        WEEKDAYS,
        string="Hours Of",
        help="The day is worked like this weekday; where the calendar has no hours then, like its first one.",
    )


def _get_day(day, zone):
    """Return the first and the last second of a day in a time zone, in UTC."""
    return tuple(
        zone.localize(datetime.combine(day, moment)).astimezone(pytz.utc).replace(tzinfo=None)
        for moment in (time.min, time(23, 59, 59))
    )
