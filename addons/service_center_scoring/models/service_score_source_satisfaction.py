from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.service_center.engine.callback_figures import HIGHEST, SATISFIED_FROM
from odoo.addons.service_scoring.engine import bands

from ..engine import findings
from .service_score_source import Sign


class ServiceScoreSource(models.AbstractModel):
    """The share of satisfied answers in a period of the book falls into a band of marks (CB-PAY-01, Q-48)."""

    # one concern a file
    _inherit = "service.score.source"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _propose_satisfaction(self, rules, source, company, since):
        """Return the values of entries for each complete period since a day; too few answers say nothing."""
        today, minimum, vals_list = company._service_day(), company.service_callback_minimum, []
        rules = rules.filtered(lambda rule: rule.rulebook_id.carrier != "site")  # answers are about people
        by_book = rules.grouped(lambda rule: (rule.rulebook_id, rule.source_domain or ""))
        for (book, _conditions), of_book in by_book.items():
            for first, last in self._get_complete_periods(book, since, today):
                counts = self._count_answers(company, first, last, of_book[0]._get_source_domain())
                for employee_id, (satisfied, answered) in counts.items():
                    mark = findings.satisfaction_mark(satisfied, answered, minimum)
                    if mark is None:
                        continue
                    facts = {"from": first.isoformat(), "to": last.isoformat()}
                    facts |= {"satisfied": satisfied, "answered": answered, "mark": round(float(mark), 2)}
                    key = f"satisfaction,{first.isoformat()}"
                    sign = Sign(0, key, last, employee_id, False, 0, 0, facts)
                    vals_list += [
                        self._prepare_entry_vals(rule, source, sign)
                        for rule in of_book
                        if self._is_in_band(rule, mark)
                        and (not book.valid_from or last >= book.valid_from)
                        and (not book.valid_to or last <= book.valid_to)
                    ]
        return vals_list

    @api.model
    def _is_in_band(self, rule, mark):
        return bool(bands.band_of(mark, rule._get_engine_bands()))

    @api.model
    def _get_complete_periods(self, book, since, today):
        """Return [(first, last day)] of the periods of a book that ended from ``since`` until yesterday."""
        first, last = book._period_of(since)
        found = []
        while last < today:
            found.append((first, last))
            first, last = book._next_period(last)
        return found

    @api.model
    def _count_answers(self, company, first, last, domain):
        """Return {id of the employee whose work was judged: (satisfied answers, answers)} in local days.

        In two queries. Answers that no employee stands for are left out.
        """
        Callback = self.env["service.callback"]
        domain &= Domain(
            [
                ("company_id", "=", company.id),
                ("state", "=", "done"),
                ("is_history", "=", False),
                ("satisfaction", "!=", False),
                ("rating_id.rated_partner_id", "!=", False),
                ("done_at", ">", company._service_day_end(first - timedelta(1))),
                ("done_at", "<=", company._service_day_end(last)),
            ]
        )
        self.env["rating.rating"].flush_model(["rated_partner_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT rating.rated_partner_id,"
                " COUNT(*) FILTER (WHERE callback.satisfaction = ANY(%s)), COUNT(*)"
                " FROM service_callback callback JOIN rating_rating rating ON rating.id = callback.rating_id"
                " WHERE callback.id IN %s GROUP BY rating.rated_partner_id ORDER BY rating.rated_partner_id",
                [str(score) for score in range(SATISFIED_FROM, HIGHEST + 1)],
                Callback._search(domain).subselect(),
            )
        )
        partners = self.env["res.partner"].browse(partner_id for partner_id, *_counts in rows)
        employees, counts = self._get_employees_of_partners(partners, company), {}
        for partner_id, satisfied, answered in rows:
            if employee_id := employees.get(partner_id):
                before = counts.get(employee_id, (0, 0))
                counts[employee_id] = (before[0] + satisfied, before[1] + answered)
        return counts
