from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain

from ..engine import streak as engine
from .service_score_account import AccountKey
from .service_score_streak import OF_TARGETS


class Case(NamedTuple):
    """What a streak looks at for one employee."""

    streak: models.Model
    kind: str
    closing_day: int
    known: dict
    closing: set
    target: models.Model | None


class ServiceScoreStreak(models.Model):
    """Judging: what closes now is looked at with all that is known before and after it.

    A fixed number of queries, however many sheets close.
    """

    # one concern a file
    _inherit = "service.score.streak"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _judge(self, book, sheets, of_targets=None):
        """Propose what follows from sheets of one book that are confirmed just now.

        Called in superuser mode, by who holds the accounts of the employees.

        :param of_targets: only streaks of these targets; None: all
        :return: the new consequences
        """
        # whoever confirms: what the book says holds
        streaks = self.sudo().search([("rulebook_id", "=", book.id)])  # sudo: as above
        if of_targets is not None:
            streaks = streaks.filtered(
                lambda one: one.measure in OF_TARGETS and one.target_code in of_targets
            )
        sheets = sheets.sudo().filtered("employee_id")  # sudo: likewise
        if not streaks or not sheets:
            return self.env["service.score.consequence"]
        employees = sheets.employee_id
        closing = defaultdict(list)
        for sheet in sheets:
            closing[sheet.employee_id.id].append((sheet.date_from, sheet.date_to))
        raised = streaks._find_raised(employees)
        grades = {employee.id: employee.score_grade_id for employee in employees}
        vals_list, of_results = [], {}
        for employee, case in streaks._get_cases(book, employees, closing):
            for vals, rows in case.streak._find_new(employee, case, raised, grades[employee.id]):
                if case.target:
                    of_results[len(vals_list)] = (case.target.id, employee.id, {row.first for row in rows})
                vals_list.append(vals)
        self._add_results(vals_list, of_results)
        return self.env["service.score.consequence"]._propose_all(vals_list)

    def _count_accounts_on(self, employees):
        """Write the fixed rows of employees in the books of these streaks (invariants)."""
        Account = self.env["service.score.account"]
        accounts = Account._get_accounts(
            AccountKey(book.company_id.id, book.code, "employee", employee.id)
            for book in self.rulebook_id
            for employee in employees
            if employee.company_id == book.company_id
        )
        Account.sudo().concat(*accounts.values())._count_on()  # sudo: nobody writes accounts by hand

    def _get_cases(self, book, employees, closing):
        """Return [(employee, Case)] of all that these streaks look at."""
        of_sheets = self.filtered(lambda one: one.measure not in OF_TARGETS)
        sheets = (
            self._read_sheets(book, employees, any(of_sheets.mapped("full_periods_only")))
            if of_sheets
            else {}
        )
        targets, results = self._read_results(employees)
        cases = []
        for streak in self:
            target = targets.get(streak.target_code) if streak.measure in OF_TARGETS else None
            if streak.measure in OF_TARGETS and not target:
                continue
            kind, closing_day = (target.period, 0) if target else (book.period, book.closing_day)
            measure, all_periods = streak.measure, not streak.full_periods_only
            for employee in employees:
                key = employee.id
                rows = results.get((target.code, key), ()) if target else sheets.get(key, ())
                known = {
                    engine.number_of(row.first, kind, closing_day): row
                    for row in rows
                    if (all_periods or row.is_whole) and row.values[measure] is not None
                }
                now = {
                    number
                    for number, row in known.items()
                    for first, last in closing[key]
                    if first <= row.last <= last
                }
                if now:
                    cases.append((employee, Case(streak, kind, closing_day, known, now, target)))
        return cases

    def _find_raised(self, employees):
        """Return {(streak code, employee id): [(first day, last day)]} of what was proposed before.

        Reviews of grades count together: one step per review (Q-21).
        """
        found = (
            self.env["service.score.consequence"]
            .sudo()  # sudo: as whoever confirms
            .search_fetch(
                Domain("employee_id", "in", employees.ids)
                & Domain("streak_id", "!=", False)
                & Domain("company_id", "in", self.company_id.ids)
                & Domain("state", "!=", "dropped")
                # found again, it is the same proposal; a grade that was changed stays one step of its review
                & (Domain("is_ground_gone", "=", False) | Domain("kind", "=", "grade_change"))
                & (Domain("rule_code", "in", self.mapped("code")) | Domain("kind", "=", "grade_change")),
                ["rule_code", "employee_id", "kind", "period_start", "period_end"],
            )
        )
        raised = defaultdict(list)
        for one in found:
            key = "grade_change" if one.kind == "grade_change" else one.rule_code
            raised[key, one.employee_id.id].append((one.period_start, one.period_end))
        return raised

    def _find_new(self, employee, case, raised, grade):
        """Return [(values of a consequence of this streak that is new for an employee, its periods)]."""
        self.ensure_one()
        is_review, measure = self.kind == "grade_change", self.measure
        if is_review and grade != self.grade_from_id:
            return []
        key = ("grade_change" if is_review else self.code), employee.id
        before = [
            tuple(engine.number_of(day, case.kind, case.closing_day) for day in days) for days in raised[key]
        ]
        hits = engine.judge(
            self._get_engine_spec(case.kind),
            {number: row.values[measure] for number, row in case.known.items()},
            before,
            case.closing,
        )
        found = []
        for hit in hits:
            rows = [case.known[number] for number in hit.counted]
            raised[key].append((rows[0].first, rows[-1].last))
            found.append((self._prepare_consequence(employee, rows, grade), rows))
        return found

    @api.model
    def _add_results(self, vals_list, of_results):
        """Add the results that prove what follows to its values; one query.

        :param of_results: {place in the list: (target id, employee id, first days of the periods)}
        """
        if not of_results:
            return
        found = (
            self.env["service.score.result"]
            .sudo()  # sudo: as whoever confirms
            .search_fetch(
                Domain("target_id", "in", list({target for target, _one, _days in of_results.values()}))
                & Domain("employee_id", "in", list({one for _target, one, _days in of_results.values()}))
                & Domain("state", "=", "confirmed"),
                ["target_id", "employee_id", "date_from"],
            )
        )
        ids = defaultdict(list)
        for result in found:
            ids[result.target_id.id, result.employee_id.id].append((result.date_from, result.id))
        for place, (target, employee, days) in of_results.items():
            its = [number for day, number in ids[target, employee] if day in days]
            vals_list[place]["result_ids"] = [(6, 0, its)]

    def _prepare_consequence(self, employee, rows, grade):
        """Return the values of what follows from these periods of an employee."""
        self.ensure_one()
        first, last = rows[0].first, rows[-1].last
        # in the language of the company, as the texts of rules in entries; letters read the streak itself
        said = self.with_context(lang=self.company_id.partner_id.lang or self.env.lang)
        vals = {
            "company_id": self.company_id.id,
            "employee_id": employee.id,
            "kind": self.kind,
            "rule_code": self.code,
            "rule_id": self.rulebook_id.rule_ids.filtered(lambda rule: rule.code == self.code).id,
            "streak_id": self.id,
            "period_start": first,
            "period_end": last,
            "source_key": f"{self._name},{self.code},{first},{last}",
            "sheet_ids": [(6, 0, [row.sheet_id for row in rows if row.sheet_id])],
            "award_kind": self.award_kind,
            "award_text": said.award_text,
            "alternative": said.alternative,
            "because": self._prepare_reason(rows),
        }
        if self.kind == "days_off":
            usable_from = last.replace(day=1) + relativedelta(months=1)
            usable_to = usable_from + relativedelta(months=self.valid_months) - timedelta(days=1)
            vals |= {"days": self.days, "usable_from": usable_from, "usable_to": usable_to}
        elif self.kind == "grade_change":
            vals |= {"grade_from_id": grade.id, "grade_to_id": self.grade_to_id.id}
        return vals

    def _prepare_reason(self, rows):
        """Return why it is proposed: codes and numbers, see ``service.explained.mixin``."""
        values = [row.values[self.measure] for row in rows]
        is_sum = self.mode in ("sliding_sum", "period_sum")
        facts = {
            "score_periods": ["/".join((row.first.isoformat(), row.last.isoformat())) for row in rows],
            "score_measure": self.measure,
            "score_values": [float(sum(values))] if is_sum else [float(value) for value in values],
            "score_limit": (None if self.measure == "no_deduction" else [self.comparison, self.threshold]),
        }
        return self.env["service.score.consequence"]._prepare_explanation(
            "streak_met", self.kind, f"#{self.id}", facts
        )
