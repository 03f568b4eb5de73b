from collections import defaultdict
from datetime import date

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import fixed_row

from ..engine import award as engine

#: what dismissal is proposed by where no scheme names a clause
DISMISSAL_CODE = "ASC-ACC-02"
#: standings that are judged in one go where there may be very many
JUDGED_AT_ONCE = 1000


def _is_number(value):
    return isinstance(value, int) and not isinstance(value, bool)


class ServiceScoreAward(models.Model):
    """What stands open of the awards of employees in a calendar year (Q-41): always judged anew."""

    # one concern a file
    _inherit = "service.score.award"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    @api.readonly
    def standing(self, employee, year):
        """Return what stands open of an employee's awards of a calendar year.

        It is that of the company for which they work now.

        :param employee: the employee, or its id
        :return: {'open': {kind: how many}, 'points': of the whole year, 'points_by_month': {1 … 12: points},
            'proposals': [{'kind', 'rule_code', 'date'}]}
        :raise AccessError: the user is neither the employee, nor above them, nor an officer
        :raise UserError: that is no year, or not one employee
        """
        if not _is_number(year) or not 1 <= year <= 9999:
            raise UserError(self.env._("Which year? Give it as a number, for example 2026."))
        if getattr(employee, "_name", None) == "hr.employee" and len(employee) == 1:
            employee = employee.id
        # sudo: only whether there is one
        if not _is_number(employee) or not self.env["hr.employee"].sudo().browse(employee).exists():
            raise UserError(self.env._("Which employee? Give one, by its id."))
        employee = self.env["hr.employee"].browse(employee)
        self._check_may_see(employee)
        return self._standings(employee, year)[employee.id]

    @api.model
    def _check_may_see(self, employees):
        if self.env.su:
            return
        # sudo: only which company it is
        if employees.sudo().company_id - self.env.companies:
            raise AccessError(self.env._("Somebody works for another company."))
        if self.env.user.has_group("service_scoring.group_officer"):
            return
        # sudo: only who is above whom
        below = self.env["hr.employee"].sudo().search([("id", "child_of", self.env.user.employee_ids.ids)])
        if employees.sudo() - below:
            raise AccessError(
                self.env._("You see the merits and demerits of yourself, and of people below you.")
            )

    @api.model
    def _standings(self, employees, year):
        """Return {employee id: as ``standing``} of many employees; a fixed number of queries.

        Awards of a company for which somebody worked before are none of their present one.
        """
        self.env["hr.employee"].flush_model(["company_id"])
        records, codes = self._read_records(
            SQL(
                "(a.employee_id, a.company_id) IN"
                " (SELECT e.id, e.company_id FROM hr_employee e WHERE e.id = ANY(%s))"
                " AND a.date BETWEEN %s AND %s",
                list(employees.ids),
                date(year, 1, 1),
                date(year, 12, 31),
            )
        )
        standings = {}
        of_employees = {employee_id: found for (_company, employee_id, _year), found in records.items()}
        for employee_id in employees.ids:
            judged = engine.judge(of_employees.get(employee_id, ()))
            standings[employee_id] = {
                "open": judged.open,
                "points": judged.points,
                "points_by_month": judged.points_by_month,
                "proposals": [
                    {
                        "kind": "dismissal",
                        "rule_code": codes.get(one.key, DISMISSAL_CODE),
                        "date": one.day,
                    }
                    for one in judged.reached
                ],
            }
        return standings

    @api.model
    def _read_records(self, condition):
        """Read the confirmed awards for which a condition holds, as the engine wants them; two queries.

        :return: {(company id, employee id, year): [engine.Record]} and {award id: the clause that its scheme
            names for dismissal}, where it names one
        """
        self.flush_model(["state", "company_id", "employee_id", "date", "kind", "points", "rulebook_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT a.company_id, a.employee_id, a.id, a.date, a.kind, a.points::float, a.rulebook_id"
                " FROM service_score_award a WHERE a.state = 'confirmed' AND %s",
                condition,
            )
        )
        # sudo: what the schemes of these awards say; who calls has checked what the user may see
        books = self.env["service.score.rulebook"].sudo().browse({row[-1] for row in rows if row[-1]})
        books.fetch(["award_conversion", "award_dismissal", "award_dismissal_code"])
        limits = {book.id: (book.award_conversion, book.award_dismissal) for book in books}
        limits[None] = (engine.DEFAULT.conversion, engine.DEFAULT.dismissal)
        named = {book.id: book.award_dismissal_code for book in books if book.award_dismissal_code}
        records, codes = defaultdict(list), {}
        for company_id, employee_id, award_id, day, kind, points, book_id in rows:
            conversion, dismissal = limits[book_id]
            records[company_id, employee_id, day.year].append(
                engine.Record(award_id, day, kind, points, conversion, dismissal)
            )
            if book_id in named:
                codes[award_id] = named[book_id]
        return records, codes


class ServiceScoreStanding(models.Model):
    # how a year is judged is one concern, also where it is kept
    _inherit = "service.score.standing"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_standings(self, keys):
        """Return {(company, employee, year): standing}; makes those that are not there yet.

        In superuser mode; two queries, however many they are.
        """
        # sudo: the department of whose standing it is, if they work for that company
        wanted = sorted(
            (
                employee.id,
                company.id,
                str(year),
                (employee.company_id == company and employee.department_id.id) or None,
            )
            for company, employee, year in ((one, other.sudo(), year) for one, other, year in keys)
        )
        now = self.env.cr.now()
        # in one order, so that two who make the same ones do not wait for each other in a circle
        self.env.execute_query(
            SQL(
                "INSERT INTO service_score_standing (employee_id, company_id, year, department_id, version,"
                " create_uid, create_date, write_uid, write_date) VALUES %s ON CONFLICT DO NOTHING"
                " RETURNING id",
                SQL(", ").join(SQL("%s", (*row, 0, self.env.uid, now, self.env.uid, now)) for row in wanted),
            )
        )
        # sudo: nobody writes standings by hand
        found = self.sudo().search([("employee_id", "in", [row[0] for row in wanted])])
        by_key = {(one.company_id.id, one.employee_id.id, one.year): one for one in found}
        return {key: by_key[key[0].id, key[1].id, str(key[2])] for key in keys}

    def _count_on(self):
        """Write these rows before reading what a step depends on (invariants)."""
        fixed_row.count_on(self, "version")

    def _judge(self):
        """Judge these years anew: what stands open, its history, and what follows; in superuser mode.

        Who calls has counted these rows on.
        """
        Award = self.env["service.score.award"]
        records, codes = Award._read_records(SQL("a.standing_id = ANY(%s)", self.ids))
        judged = self._replay(records)
        self.line_ids.unlink()
        lines = []
        for standing, result in judged.items():
            standing.write(standing._prepare_totals(result))
            lines += standing._prepare_lines(result.rows)
        self.env["service.score.standing.line"].create(lines)
        self._follow(judged, codes)

    def _replay(self, records):
        """Return {standing: engine.Standing} of these years, of what ``_read_records`` has read."""
        return {
            one: engine.judge(records.get((one.company_id.id, one.employee_id.id, int(one.year)), ()))
            for one in self
        }

    def _prepare_totals(self, result):
        """Return what a standing keeps of what was judged."""
        return {
            "points": result.points,
            "is_at_limit": result.is_over,
            **{f"open_{kind}": number for kind, number in result.open.items()},
        }

    def _prepare_lines(self, rows):
        numbers = {row: number for number, row in enumerate(rows, 1)}
        return [
            {
                "standing_id": self.id,
                "sequence": number,
                "award_id": row.key,
                "date": row.day,
                "kind": row.kind,
                "points": row.points,
                "state": row.state,
                "other_sequence": numbers.get(row.partner or row.into, 0),
            }
            for row, number in numbers.items()
        ]

    # What follows
