from datetime import timedelta
from itertools import groupby

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.service_center.engine.callback_figures import SATISFIED_FROM
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
        for (book, domain), same in groupby(
            rules.sorted(lambda rule: (rule.rulebook_id.id, rule.source_domain or "")),
            lambda rule: (rule.rulebook_id, rule.source_domain or ""),
        ):
            of_book = list(same)
            for first, last in self._get_complete_periods(book, since, today):
                counts = self._count_answers(company, first, last, of_book[0]._get_source_domain())
                for employee_id, (satisfied, answered) in counts.items():
                    mark = findings.satisfaction_mark(satisfied, answered, minimum)
                    if mark is None:
                        continue
                    facts = {"from": first.isoformat(), "to": last.isoformat()}
                    facts |= {"satisfied": satisfied, "answered": answered, "mark": round(float(mark), 2)}
                    key = f"satisfaction,{first.isoformat()}"
                    sign = Sign(0, key, last, employee_id, "hr.employee", employee_id, 0, facts)
                    vals_list += [
                        self._prepare_entry_vals(rule, source, sign)
                        for rule in of_book
                        if self._is_in_band(rule, mark)
                    ]
        return vals_list
