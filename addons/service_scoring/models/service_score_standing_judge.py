from collections import defaultdict
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import fixed_row

from ..engine import award as engine

#: what dismissal is proposed by where no scheme names a clause
DISMISSAL_CODE = "ASC-ACC-02"


class ServiceScoreAward(models.Model):
    """What stands open of the awards of employees in a calendar year (Q-41): always judged anew."""

    # one concern a file
    _inherit = "service.score.award"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    @api.readonly
    def standing(self, employee, year):
        """Return what stands open of an employee's awards of a calendar year.

        :param employee: the employee, or its id
        :return: {'open': {kind: how many}, 'points': of the whole year, 'points_by_month': {1 … 12: points},
            'proposals': [{'kind', 'rule_code', 'date'}]}
        :raise AccessError: the user is neither the employee, nor above them, nor an officer
        :raise UserError: that is no year
        """
        if not isinstance(year, int) or not 1 <= year <= 9999:
            raise UserError(self.env._("Which year? Give it as a number, for example 2026."))
        employee = self.env["hr.employee"].browse(employee if isinstance(employee, int) else employee.ids)
        employee.ensure_one()
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
        """Return {employee id: as ``standing``} of many employees; a fixed number of queries."""
        records, codes = self._read_records(
            SQL(
                "a.employee_id = ANY(%s) AND a.date BETWEEN %s AND %s",
                list(employees.ids),
                date(year, 1, 1),
                date(year, 12, 31),
            )
        )
        standings = {}
        for employee_id in employees.ids:
            judged = engine.judge(records.get((employee_id, year), ()))
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

        :return: {(employee id, year): [engine.Record]} and {award id: the clause that its scheme names for
            dismissal}, where it names one
        """
        self.flush_model(["state", "employee_id", "date", "kind", "points", "rulebook_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT a.employee_id, a.id, a.date, a.kind, a.points::float, a.rulebook_id"
                " FROM service_score_award a WHERE a.state = 'confirmed' AND %s",
                condition,
            )
        )
        # sudo: what the schemes of these awards say; who calls has checked what the user may see
        books = self.env["service.score.rulebook"].sudo().browse({row[5] for row in rows if row[5]})
        books.fetch(["award_conversion", "award_dismissal", "award_dismissal_code"])
        limits = {book.id: (book.award_conversion, book.award_dismissal) for book in books}
        limits[None] = (engine.DEFAULT.conversion, engine.DEFAULT.dismissal)
        named = {book.id: book.award_dismissal_code for book in books if book.award_dismissal_code}
        records, codes = defaultdict(list), {}
        for employee_id, award_id, day, kind, points, book_id in rows:
            conversion, dismissal = limits[book_id]
            records[employee_id, day.year].append(
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
        """Return {(employee, year): standing}; makes those that are not there yet. In superuser mode.

        Two queries, however many they are.
        """
        # sudo: company and department of whose standing it is
        wanted = sorted(
            (one.id, one.company_id.id, str(year), one.department_id.id or None)
            for employee, year in keys
            for one in employee.sudo()
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
        by_key = {(one.employee_id.id, one.year): one for one in found}
        return {(employee, year): by_key[employee.id, str(year)] for employee, year in keys}

    def _count_on(self):
        """Write these rows before reading what a step depends on (invariants)."""
        fixed_row.count_on(self, "version")

    def _judge(self):
        """Judge these years anew: what stands open, its history, and what follows; in superuser mode.

        Who calls has counted these rows on.
        """
        Award = self.env["service.score.award"]
        records, codes = Award._read_records(SQL("a.standing_id = ANY(%s)", self.ids))
        judged = {one: engine.judge(records.get((one.employee_id.id, int(one.year)), ())) for one in self}
        self.line_ids.unlink()
        lines = []
        for standing, result in judged.items():
            standing.write(
                {"points": result.points, **{f"open_{kind}": n for kind, n in result.open.items()}}
            )
            lines += standing._prepare_lines(result.rows)
        self.env["service.score.standing.line"].create(lines)
        self._follow(judged, codes)

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
    def _follow(self, judged, codes):
        """Propose dismissal as often as the years reach it, and drop proposals that no longer hold.

        What somebody decided stays, and says that its ground is gone (S5).
        """
        Consequence = self.env["service.score.consequence"]
        known = Consequence.search([("standing_id", "in", self.ids), ("state", "!=", "dropped")])
        wanted = {}
        for standing, result in judged.items():
            parts = defaultdict(list)
            for row in result.rows:
                if row.into:
                    parts[row.into].append(row.key)
            for number, reached in enumerate(result.reached, 1):
                awards = [key for row in reached.rows for key in ([row.key] if row.key else parts[row])]
                code = codes.get(reached.key, DISMISSAL_CODE)
                wanted[f"{self._name},{standing.id},{number}"] = standing._prepare_proposal(
                    reached, code, awards
                )
        # an open one whose evidence is another now is proposed anew
        gone = known.filtered(
            lambda one: (
                one.source_key not in wanted
                or (
                    one.state == "proposed"
                    and set(one.award_ids.ids) != set(wanted[one.source_key]["award_ids"][0][2])
                )
            )
        )
        if gone:
            Consequence._drop_all([("id", "in", gone.ids)])
        if wanted:
            Consequence._propose_all([{"source_key": key, **vals} for key, vals in wanted.items()])

    def _prepare_proposal(self, reached, code, award_ids):
        self.ensure_one()
        awards = self.env["service.score.award"].browse(award_ids)
        rule = awards.rulebook_id.rule_ids.filtered(lambda one: one.code == code)[:1]
        return {
            "company_id": self.company_id.id,
            "employee_id": self.employee_id.id,
            "standing_id": self.id,
            "kind": "dismissal",
            "rule_code": code,
            "rule_id": rule.id,
            "period_start": date(int(self.year), 1, 1),
            "period_end": reached.day,
            "award_ids": [fields.Command.set(award_ids)],
            "entry_ids": [fields.Command.set(awards.entry_id.ids)],
            "because": self.env["service.score.consequence"]._prepare_explanation(
                "award_standing",
                "dismissal",
                f"#{rule.id}" if rule else None,
                {"award_open": len(reached.rows), "award_day": reached.day.isoformat()},
            ),
        }


class ServiceScoreConsequence(models.Model):
    # likewise
    _inherit = "service.score.consequence"  # pylint: disable=consider-merging-classes-inherited

    standing_id = fields.Many2one(
        "service.score.standing", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    award_ids = fields.Many2many(
        "service.score.award",
        "service_score_consequence_award_rel",
        "consequence_id",
        "award_id",
        string="Merits and Demerits",
        readonly=True,
    )

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "award_standing": self.env._(
                "So many major demerits stand open in the year, after offset and conversion."
            ),
        }

    def _get_fact_texts(self):
        return super()._get_fact_texts() | {
            "award_open": (self.env._("Major demerits open"), str),
            "award_day": (self.env._("Since"), self._say_score_day),
        }
