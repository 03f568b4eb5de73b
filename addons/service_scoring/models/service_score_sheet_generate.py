import psycopg2

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.service_kernel.tools.insert_rows import insert_rows

from ..engine import pro_rata, sheet_hash
from ..engine import sheet as engine
from ..engine.numbers import exact
from .service_score_sheet import CLOSED

PLACES = {"month": 1, "quarter": 3, "half": 6, "year": 12}


class ServiceScoreSheet(models.Model):
    """Making sheets: read all that a period depends on at once, let the engine compute, write what changed.

    A fixed number of queries for any number of people (S3). A sheet whose inputs are the same is not touched.
    """

    # one concern a file
    _inherit = "service.score.sheet"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _generate(self, book, first, last, carrier_ids=None):
        """Make or recompute the sheets of a period; confirmed ones stay as they are.

        Called in superuser mode by who has checked the user's right.

        :param carrier_ids: of employees or units; None: see ``_get_carriers``
        :return: all sheets of the period, or those of the carriers that were named
        """
        known = self._get_known(book, first)
        if carrier_ids is None:
            wanted = set(self._get_carriers(book, first, last)) | known.keys()
        else:
            wanted = set(carrier_ids)
        open_ids = sorted(
            carrier for carrier in wanted if carrier not in known or known[carrier].state not in CLOSED
        )
        if open_ids:
            points = self._compute_points(book, first, last, open_ids)
            money = self._compute_pay(book, first, last, points) if book.carrier == "employee" else {}
            self._store(book, first, last, known, points, money)
            known = self._get_known(book, first)
        return self.union(*(known[carrier] for carrier in sorted(wanted)))

    @api.model
    def _get_known(self, book, first):
        """Return {carrier id: sheet} of a period that starts on ``first``."""
        sheets = self.search_fetch(
            Domain("company_id", "=", book.company_id.id)
            & Domain("rulebook_code", "=", book.code)
            & Domain("date_from", "=", first),
            ["employee_id", "department_id", "site_id", "state", "inputs_hash"],
        )
        carriers = ((sheet._get_carrier(), sheet) for sheet in sheets)
        return {carrier_id: sheet for (kind, carrier_id), sheet in carriers if kind == book.carrier}

    @api.model
    def _compute_points(self, book, first, last, carrier_ids):
        """Return {carrier id: {row, rows, sheet, lines, changes, scheduled, …}} of a period."""
        rows_by_carrier = self._read_entries(book, first, last, carrier_ids)
        earlier = self._read_earlier(rows_by_carrier)
        roster, days, whole, departments = {}, {}, exact(0), {}
        if book.carrier == "employee":
            employees = self.env["hr.employee"].browse(carrier_ids)
            roster = self._read_roster(employees)
            days, whole = self._get_scheduled(book, first, last, roster)
            departments = self._get_departments(employees, last)
        points, terms = {}, book._get_score_terms(book.base_score)
        for carrier_id in carrier_ids:
            scheduled = days.get(carrier_id, whole)
            own = terms
            if book.is_base_pro_rata:
                own = terms._replace(base=pro_rata.part(terms.base, scheduled, whole))
            one = self._compute_one(book, own, scheduled, whole, rows_by_carrier.get(carrier_id, []), earlier)
            one["hash"] = sheet_hash.digest([book.carrier, carrier_id, first, last, *one["inputs"]])
            points[carrier_id] = {
                **one,
                "roster": roster.get(carrier_id),
                "department": departments.get(carrier_id),
            }
        return points

    @api.model
    def _compute_one(self, book, terms, scheduled, whole, rows, earlier):
        """Return what the engine says of the entries of one carrier, with all that went in."""
        sheet = engine.compute([row.entry for row in rows], terms)
        lines, adjusted, changes = self._replay(rows, earlier) if earlier else ({}, engine.ZERO, [])
        return {
            "rule_ids": {row.entry.id: row.rule_id for row in rows},
            "points": {row.entry.id: row.entry.points for row in rows},
            "sheet": sheet,
            "lines": [lines.get(line.id, line) for line in sheet.lines],
            "changes": changes,
            "adjusted": adjusted,
            "base": terms.base,
            "score": engine.final_score(sheet, terms, adjusted),
            "scheduled": scheduled,
            "whole": whole,
            "inputs": [
                book.id,
                terms,
                scheduled,
                whole,
                [row.plain for row in rows],
                list(lines.values()),
            ],
        }

    @api.model
    def _store(self, book, first, last, known, points, money):
        """Write the sheets that are new or whose inputs changed, with their lines and money."""
        new = [carrier for carrier in points if carrier not in known]
        changed = [
            carrier
            for carrier in points
            if carrier in known and known[carrier].inputs_hash != points[carrier]["hash"]
        ]
        ids = dict(zip(new, self._insert_sheets(book, first, last, new, points), strict=True))
        for carrier in changed:
            known[carrier].write(self._prepare_points(book, points[carrier]))
        ids.update((carrier, known[carrier].id) for carrier in changed)
        self._replace_lines(ids, points, [known[carrier].id for carrier in changed])
        self._disown_answers(self.browse(known[carrier].id for carrier in changed))
        all_ids = {carrier: sheet.id for carrier, sheet in known.items() if carrier in points} | ids
        self._store_pay(book, last, {all_ids[carrier]: values for carrier, values in money.items()})

    @api.model
    def _insert_sheets(self, book, first, last, carriers, points):
        if not carriers:
            return []
        name = f"{book.code} {self._get_period_name(book, first, last)}"
        rows = [
            {
                "name": name,
                "rulebook_code": book.code,
                "company_id": book.company_id.id,
                "date_from": first,
                "date_to": last,
                "department_id": points[carrier]["department"] or False,
                f"{book.carrier}_id": carrier,
                "state": "draft",
                "answer": "none",
                **self._prepare_points(book, points[carrier]),
            }
            for carrier in carriers
        ]
        try:
            with self.env.cr.savepoint():
                return insert_rows(self, rows)
        except psycopg2.errors.UniqueViolation as error:
            # somebody else made this period just now; the next attempt sees it
            raise ConcurrencyError(self.env._("This period has a sheet already.")) from error

    def _prepare_points(self, book, one):
        """Return the values of a sheet that the engine decided."""
        return {
            "rulebook_id": book.id,
            "base": float(one["base"]),
            "points_deducted": float(one["sheet"].deducted),
            "points_rewarded": float(one["sheet"].rewarded),
            "points_adjusted": float(one["adjusted"]),
            "score": float(one["score"]),
            "scheduled_days": float(one["scheduled"]),
            "period_days": float(one["whole"]),
            "inputs_hash": one["hash"],
        }

    @api.model
    def _replace_lines(self, sheet_ids, points, changed_ids):
        """Write the lines of sheets, after deleting those of sheets that had some."""
        Line = self.env["service.score.sheet.line"]
        if changed_ids:
            self.env.cr.execute(
                SQL("DELETE FROM service_score_sheet_line WHERE sheet_id = ANY(%s)", changed_ids)
            )
        Line.invalidate_model()
        columns = list(
            zip(
                *(
                    (
                        sheet_id,
                        number,
                        line.id,
                        one["rule_ids"][line.id],
                        one["points"][line.id],
                        line.applied,
                        line.reason,
                        sheet_hash.content(line.params).decode() if line.params else None,
                    )
                    for carrier, sheet_id in sheet_ids.items()
                    for one in [points[carrier]]
                    for number, line in enumerate(one["lines"], 1)
                ),
                strict=True,
            )
        )
        if columns:
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO service_score_sheet_line
                           (sheet_id, sequence, entry_id, rule_id, points, applied_points, reason, params)
                    SELECT * FROM unnest(%s::int4[], %s::int4[], %s::int4[], %s::int4[], %s::numeric[],
                                         %s::numeric[], %s::varchar[], %s::jsonb[])
                    """,
                    *map(list, columns),
                )
            )

    @api.model
    def _disown_answers(self, sheets):
        """An answer was about the numbers of its time: who is shown others is asked anew."""
        sheets.filtered(lambda sheet: sheet.answer != "none").write({"answer": "none", "answered_at": False})

    @api.model
    def _get_period_name(self, book, first, last):
        """Return the period as people number it: 2026-06, 2026-Q2, 2026-H1, 2026."""
        months = PLACES[book.period]
        number = (last.month - 1) // months + 1
        return {
            "month": f"{last:%Y-%m}",
            "quarter": f"{last:%Y}-Q{number}",
            "half": f"{last:%Y}-H{number}",
            "year": f"{last:%Y}",
        }[book.period]
