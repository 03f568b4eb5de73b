from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..engine import pro_rata
from ..engine import streak as engine
from ..engine.numbers import exact
from .service_score_sheet import CLOSED
from .service_score_streak import OF_TARGETS

#: measures that may be below zero in a period: more given back than sold, more points lost than there were
SIGNED = ("score", *OF_TARGETS)


class Known(NamedTuple):
    """What is known of an employee's period: the numbers that are looked at, and the sheet, if it is one."""

    first: date
    last: date
    values: dict
    sheet_id: int
    is_whole: bool


class ServiceScoreStreak(models.Model):
    """What is known of the periods of many employees: confirmed sheets and results; few queries."""

    # one concern a file
    _inherit = "service.score.streak"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _read_sheets(self, book, employees, need_whole):
        """Return {employee id: [Known]} of the confirmed sheets of a book, over all its versions.

        What later entries give back of closed periods counts in the period in which it is given back (S5).
        """
        self.env["service.score.sheet"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, employee_id, date_from, date_to, trim_scale(points_deducted)::text,
                       trim_scale(points_rewarded)::text, trim_scale(points_adjusted)::text,
                       trim_scale(score)::text
                  FROM service_score_sheet
                 WHERE company_id = %s AND rulebook_code = %s AND employee_id = ANY(%s) AND state IN %s
                 ORDER BY date_from
                """,
                book.company_id.id,
                book.code,
                employees.ids,
                CLOSED,
            )
        )
        whole = self._find_whole(employees) if need_whole else None
        known = defaultdict(list)
        for sheet_id, employee_id, first, last, *numbers in rows:
            deducted, rewarded, adjusted, score = map(_number, numbers)
            known[employee_id].append(
                Known(
                    first,
                    last,
                    {
                        "points_deducted": deducted - max(adjusted, 0),
                        "points_rewarded": rewarded,
                        "score": score,
                        "no_deduction": deducted,
                    },
                    sheet_id,
                    whole is None or whole(employee_id, first, last),
                )
            )
        return known

    @api.model
    def _find_whole(self, employees):
        """Return the function that tells whether somebody was employed on every day between two days.

        Whose contract is not known was always there (decisions 7).
        """
        roster = self.env["service.score.sheet"]._read_roster(employees)

        def is_whole(employee_id, first, last):
            one = roster[employee_id]
            if not one["contracts"] and not one["departed"]:
                return True
            stretches = pro_rata.stretches(
                first, last, [(date.min, False)], one["contracts"], one["departed"]
            )
            return [(stretch.first, stretch.last) for stretch in stretches] == [(first, last)]

        return is_whole

    def _read_results(self, employees):
        """Return ({target code: target}, {(target code, employee id): [Known]}) of these streaks' targets."""
        codes = set(self.filtered(lambda streak: streak.measure in OF_TARGETS).mapped("target_code"))
        if not codes:
            return {}, {}
        targets = self.env["service.score.target"].search(
            [
                ("company_id", "in", self.company_id.ids),
                ("code", "in", list(codes)),
                ("carrier", "=", "employee"),
            ]
        )
        known = self.env["service.score.result"]._get_known(targets, employees, date.min, date.max)
        results = {}
        for (target, employee), rows in known.items():
            results[target.code, employee.id] = [
                Known(first, last, {"value": value, "rate": rate}, False, is_whole)
                for first, last, value, rate, is_whole in rows
            ]
        return {target.code: target for target in targets}, results

    def _get_engine_spec(self, kind):
        """Return the streak as the engine sees it; ``kind``: of its periods."""
        self.ensure_one()
        if self.measure == "no_deduction":
            comparison, threshold = "le", exact(0)
        else:
            comparison, threshold = self.comparison, exact(self.threshold)
        signed = self.measure in SIGNED
        return engine.Spec(self.mode, self.periods, comparison, threshold, self.restart, kind, signed)


@lru_cache(maxsize=10_000)
def _number(text):
    """The ``Decimal`` of a text; most sheets have the same few numbers."""
    return Decimal(text or 0)
