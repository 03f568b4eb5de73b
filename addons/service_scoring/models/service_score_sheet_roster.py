from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine import pro_rata

DAY = timedelta(days=1)


class ServiceScoreSheet(models.Model):
    """Whose sheets a period has, and how much of it they were to work: a fixed number of queries."""

    # one concern a file
    _inherit = "service.score.sheet"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_carriers(self, book, first, last):
        """Return the ids of whose sheets are made when nobody is named.

        Everybody has a start: all that were employed on a day of the period, or all units in use. In a book
        that starts from nothing, only those who have entries or something carried over.
        """
        field = f"{book.carrier}_id"
        period = Domain("rulebook_code", "=", book.code) & Domain("company_id", "=", book.company_id.id)
        Entry = self.env["service.score.entry"]
        groups = Entry._read_group(
            period
            & Domain("state", "in", ("confirmed", "reversed"))
            & Domain("effective_date", ">=", first)
            & Domain("effective_date", "<=", last)
            & Domain(field, "!=", False),
            [field],
        )
        ids = {carrier.id for (carrier,) in groups}
        if book.base_score:
            return ids | set(self._get_everybody(book, first, last))
        left = self.env["service.score.account"].search(
            # not "other than 0": that would find accounts where nothing was ever carried over
            period & Domain("carried_amount", ">", 0) & Domain(field, "!=", False)
        )
        return ids | set(left[field].ids)

    @api.model
    def _get_everybody(self, book, first, last):
        """Return the ids of all employees of a period, or of all units."""
        model = self._fields[f"{book.carrier}_id"].comodel_name
        domain = Domain("company_id", "=", book.company_id.id)
        if book.carrier != "employee":
            return self.env[model].search(domain).ids
        employees = self.env[model].with_context(active_test=False).search_fetch(domain, ["active"])
        roster = self._read_roster(employees)
        return [
            employee.id
            for employee in employees
            if (employee.active or roster[employee.id]["departed"])
            and pro_rata.stretches(first, last, **roster[employee.id])
        ]

    @api.model
    def _read_roster(self, employees):
        """Return {employee id: {versions, contracts, departed}}, as ``pro_rata.stretches`` takes them."""
        roster = {
            employee.id: {"versions": [], "contracts": set(), "departed": None} for employee in employees
        }
        versions = self.env["hr.version"].search_fetch(
            [("employee_id", "in", employees.ids)],
            [
                *("employee_id", "date_version", "resource_calendar_id", "department_id"),
                *("contract_date_start", "contract_date_end", "departure_date"),
            ],
            order="date_version, id",
        )
        for version in versions:
            one = roster[version.employee_id.id]
            one["versions"].append((version.date_version, version.resource_calendar_id.id))
            if version.contract_date_start:
                one["contracts"].add((version.contract_date_start, version.contract_date_end or None))
            one["departed"] = version.departure_date or None
        for one in roster.values():
            one["versions"] = one["versions"] or [(datetime.min.date(), False)]
        return roster

    @api.model
    def _get_departments(self, employees, day):
        """Return {employee id: department id} on a day; the first version holds for the time before it.

        When a version was made says nothing of when somebody began to work (decisions 7), as in entries.
        """
        versions = self.env["hr.version"].search_fetch(
            [("employee_id", "in", employees.ids)],
            ["employee_id", "date_version", "department_id"],
            order="date_version, id",
        )
        departments = {}
        for version in versions:
            if version.date_version <= day or version.employee_id.id not in departments:
                departments[version.employee_id.id] = version.department_id.id
        return departments

    @api.model
    def _get_scheduled(self, book, first, last, roster):
        """Return ({employee id: scheduled days}, days of the period of somebody full-time).

        Days are counted by hours: half a day is half a day.
        """
        clock = _Clock(book.company_id)
        day_seconds = round(book.company_id.resource_calendar_id.hours_per_day * 3600) or 1
        leaves = self._read_leaves(book, first, last, list(roster)) if book.absence_policy == "reduce" else {}
        days = {}
        for employee_id, one in roster.items():
            seconds = sum(
                pro_rata.seconds_at_work(
                    *clock.bounds(stretch.first, stretch.last),
                    leaves.get(employee_id, ()),
                    clock.open_on(stretch.calendar),
                )
                for stretch in pro_rata.stretches(first, last, **one)
            )
            days[employee_id] = pro_rata.days(seconds, day_seconds)
        whole = clock.open_on(False)(*clock.bounds(first, last))
        return days, pro_rata.days(whole, day_seconds)

    @api.model
    def _read_leaves(self, book, first, last, employee_ids):
        """Return {employee id: [(start, end)]} of the employees' own leaves that touch the period."""
        employees = self.env["hr.employee"].browse(employee_ids)
        by_resource = {employee.resource_id.id: employee.id for employee in employees}
        start, end = _Clock(book.company_id).bounds(first, last)
        rows = self.env["resource.calendar.leaves"].search_fetch(
            [
                ("resource_id", "in", list(by_resource)),
                ("time_type", "=", "leave"),
                ("date_from", "<", end),
                ("date_to", ">", start),
            ],
            ["resource_id", "date_from", "date_to"],
            order="date_from, id",
        )
        leaves = {}
        for row in rows:
            leaves.setdefault(by_resource[row.resource_id.id], []).append((row.date_from, row.date_to))
        return leaves

    @api.model
    def _get_employed_shares(self, company, first, last, roster):
        """Return {employee id: (scheduled, whole)} of those who were employed for a part of the days only.

        Both in days of the employee's own calendar: who works part-time has a part-time wage already.
        """
        clock, shares = _Clock(company), {}
        for employee_id, one in roster.items():
            always = pro_rata.stretches(first, last, one["versions"])
            employed = pro_rata.stretches(first, last, **one)
            if employed != always:
                shares[employee_id] = (clock.total(employed), clock.total(always))
        return shares


class _Clock:
    """Open time of calendars between days of a company; each stretch is looked up once."""

    def __init__(self, company):
        self.company, self.zone = company, ZoneInfo(company._service_tz())
        self.known = {}

    def bounds(self, first, last):
        """Return the naive UTC instants at which the first day starts and the last one is over."""
        return tuple(
            datetime.combine(day, time.min, self.zone).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
            for day in (first, last + DAY)
        )

    def open_on(self, calendar_id):
        """Return the function that gives the open seconds between two instants on a calendar."""

        def open_seconds(start, end):
            key = (calendar_id, start, end)
            if key not in self.known:
                working_time = self._get_working_time(calendar_id)
                self.known[key] = working_time.open_seconds(start, end) if working_time else 0
            return self.known[key]

        return open_seconds

    def total(self, stretches):
        """Return the open seconds of stretches, each on its own calendar."""
        return sum(self.open_on(one.calendar)(*self.bounds(one.first, one.last)) for one in stretches)

    def _get_working_time(self, calendar_id):
        """The company's calendar stands in for none and for flexible hours, which have no schedule."""
        calendar = self.company.resource_calendar_id
        for one in calendar.browse(calendar_id), calendar:
            try:
                if one:
                    return one._service_working_time(self.company)
            except UserError:
                continue
        return None
