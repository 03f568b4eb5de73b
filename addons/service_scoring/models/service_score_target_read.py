from collections import defaultdict
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, models
from odoo.fields import Domain

from ..engine import pro_rata
from ..engine import target as engine
from ..engine.numbers import exact

DAY = timedelta(days=1)


class ServiceScoreTarget(models.Model):
    """Whose target it is in a period, and what they reached: a fixed number of queries for any number."""

    # one concern a file
    _inherit = "service.score.target"  # pylint: disable=consider-merging-classes-inherited

    # Who
    def _get_carriers(self, first, last):
        """Return {employee or department id: days of the period on which they were there}.

        Employees belong to the department and job of their last day in the period. Who was there on no day
        has no target, nor, by head count, who was not in post at the beginning; and nobody in a period that
        does not count or in which the target does not hold. When a contract began is often not known:
        that is no bound (decisions 7).
        """
        self.ensure_one()
        if self.period_number and self.period_number != engine.number_of(first, self.period):
            return {}
        if (self.valid_from and first < self.valid_from) or (self.valid_to and last > self.valid_to):
            return {}
        if self.carrier == "department":
            departments = self.department_ids or self.env["hr.department"].search(
                [("company_id", "=", self.company_id.id)]
            )
            return dict.fromkeys(departments.filtered("active").ids, (last - first).days + 1)
        domain = Domain("company_id", "=", self.company_id.id)
        if self.employee_ids:
            domain &= Domain("id", "in", self.employee_ids.ids)
        employees = self.env["hr.employee"].with_context(active_test=False).search_fetch(domain, ["active"])
        below = self.env["hr.department"]
        if self.department_ids:
            below = below.with_context(active_test=False).search(
                [("id", "child_of", self.department_ids.ids)]
            )
        people, carriers = self._read_people(employees), {}
        for employee in employees:
            one = people[employee.id]
            if not employee.active and not one["departed"]:
                continue
            spans = pro_rata.stretches(first, last, [(date.min, False)], one["contracts"], one["departed"])
            if not spans:
                continue
            if self.is_per_head and spans[0].first > first:
                continue
            # who has the target by head count is whoever was in post at the beginning, where they were then
            department_id, job_id = _place_on(one["places"], first if self.is_per_head else spans[-1].last)
            if self.department_ids and department_id not in below._ids:
                continue
            if self.job_ids and job_id not in self.job_ids._ids:
                continue
            carriers[employee.id] = sum((span.last - span.first).days + 1 for span in spans)
        return carriers

    def _read_heads(self, first):
        """Return {department id: how many employees were in post at 00:00 on a day}, with those below (Q-27).

        Who joined on that day or left at its end was in post; who left the day before was not.
        """
        employees = self.env["hr.employee"].with_context(active_test=False)
        employees = employees.search_fetch([("company_id", "=", self.company_id.id)], ["active"])
        people, above = self._read_people(employees), self._read_above()
        heads = defaultdict(int)
        for employee in employees:
            one = people[employee.id]
            if not employee.active and not one["departed"]:
                continue
            if pro_rata.stretches(first, first, [(date.min, False)], one["contracts"], one["departed"]):
                for department_id in above.get(_place_on(one["places"], first)[0], ()):
                    heads[department_id] += 1
        return heads

    def _read_above(self):
        """Return {department id: its id and those of the departments above it}."""
        places = self.env["hr.department"].with_context(active_test=False)
        return {
            one.id: [int(part) for part in (one.parent_path or f"{one.id}/").split("/") if part]
            for one in places.search_fetch(
                [("company_id", "in", (self.company_id.id, False))], ["parent_path"]
            )
        }

    @api.model
    def _read_people(self, employees):
        """Return {employee id: {places: [(day, department id, job id)], contracts, departed}}; one query."""
        people = {
            employee_id: {"places": [], "contracts": set(), "departed": None} for employee_id in employees.ids
        }
        versions = self.env["hr.version"].with_context(active_test=False)
        for version in versions.search_fetch(
            [("employee_id", "in", employees.ids)],
            [
                *("employee_id", "date_version", "department_id", "job_id"),
                *("contract_date_start", "contract_date_end", "departure_date"),
            ],
            order="date_version, id",
        ):
            one = people[version.employee_id.id]
            one["places"].append((version.date_version, version.department_id.id, version.job_id.id))
            if version.contract_date_start:
                one["contracts"].add((version.contract_date_start, version.contract_date_end or None))
            one["departed"] = version.departure_date or None
        return people

    # How much
    def _read_amounts(self, first, last, carrier_ids):
        """Return {employee or department id: what they reached}; who is missing is not known.

        What was done counts for the person, also after moving to another department; for a department, what
        its people did while they belonged to it or to one below.
        """
        self.ensure_one()
        rows, able = self._read_rows(first, last)
        if self.carrier == "employee":
            amounts = {one: exact(0) for one in carrier_ids if able is None or one in able}
            for employee_id, _day, amount in rows:
                if employee_id in amounts:
                    amounts[employee_id] += exact(amount)
            return amounts
        employees = self.env["hr.employee"].browse(
            {employee_id for employee_id, _day, _amount in rows} | (able or set())
        )
        people = self._read_people(employees)
        above = self._read_above()
        if able is None:
            known = set(carrier_ids)
        else:  # a unit of whose people nobody has a login is not known, it did not reach nothing
            known = {
                one
                for employee_id in able
                for day in (first, last)
                for one in above.get(_place_on(people[employee_id]["places"], day)[0], ())
            }
        amounts = {one: exact(0) for one in carrier_ids if one in known}
        for employee_id, day, amount in rows:
            department_id, _job = _place_on(people[employee_id]["places"], day)
            for one in above.get(department_id, ()):
                if one in amounts:
                    amounts[one] += exact(amount)
        return amounts

    def _read_rows(self, first, last):
        """Return ([(employee id, day, amount)], ids of the employees of whom it can be known; None: of all).

        What is found by logins is known of employees with a login only.
        """
        target = self.with_company(self.company_id).with_context(
            allowed_company_ids=self.company_id.ids, tz=self.company_id._service_tz(), active_test=False
        )
        rows = getattr(target, f"_read_{self.metric}")(first, last)
        if self.metric not in self._get_login_metrics():
            return rows, None
        employees = {
            employee.user_id.id: employee.id
            for employee in target.env["hr.employee"].search_fetch(
                [("company_id", "=", self.company_id.id), ("user_id", "!=", False)], ["user_id"]
            )
        }
        known = [(employees[user_id], day, amount) for user_id, day, amount in rows if user_id in employees]
        return known, set(employees.values())

    @api.model
    def _get_login_metrics(self):
        """Return the metrics whose ``_read_METRIC`` names users, not employees; extend it."""
        return {"new_customers"}

    def _read_new_customers(self, first, last):
        """Customers whose salesperson they are and who were entered in the period (HOTEL-CUS-01)."""
        groups = self.env["res.partner"]._read_group(
            self._get_metric_domain()
            & Domain("user_id", "!=", False)
            & Domain("parent_id", "=", False)
            & Domain("company_id", "in", (self.company_id.id, False))
            & self._get_moments("create_date", first, last),
            ["user_id", "create_date:day"],
            ["__count"],
        )
        return self._sum_by_day(groups)

    def _get_moments(self, field, first, last):
        """Return the domain of instants between two local days of the company, both included."""
        zone = ZoneInfo(self.company_id._service_tz())
        start, end = (
            datetime.combine(day, time.min, zone).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
            for day in (first, last + DAY)
        )
        return Domain(field, ">=", start) & Domain(field, "<", end)

    @api.model
    def _sum_by_day(self, groups):
        """Return rows of ``_read_METRIC`` from groups of (who, day, amount)."""
        rows = defaultdict(lambda: exact(0))
        for who, day, amount in groups:
            rows[who.id, _day_of(day)] += exact(amount or 0)
        return [(who_id, day, amount) for (who_id, day), amount in rows.items()]


def _day_of(moment):
    return moment.date() if isinstance(moment, datetime) else moment


def _place_on(places, day):
    """Return (department id, job id) on a day; the first version holds for the time before it."""
    before = [place for place in places if place[0] <= day] or places[:1]
    return before[-1][1:] if before else (False, False)
