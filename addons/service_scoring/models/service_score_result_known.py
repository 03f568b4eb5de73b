from odoo import api, models
from odoo.fields import Domain

from ..engine import target as engine
from ..engine.numbers import exact


class ServiceScoreResult(models.Model):
    """What is known of results, for what is judged over several periods."""

    # one concern a file
    _inherit = "service.score.result"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_known(self, targets, employees, date_from, date_to):
        """Return the confirmed, known results of employees whose periods lie within some days, in one query.

        :return: {(target, employee): [(first day, last day, value, share in per cent or None, whether
            employed on every day)]}, in order of the days; numbers are exact. What is not there is not known.
        """
        rows = self.search_fetch(
            Domain("target_id", "in", targets.ids)
            & Domain("employee_id", "in", employees.ids)
            & Domain("date_from", ">=", date_from)
            & Domain("date_to", "<=", date_to)
            & Domain("state", "=", "confirmed")
            & Domain("is_known", "=", True),
            [
                *("target_id", "employee_id", "date_from", "date_to"),
                *("value", "target_value", "is_full_period"),
            ],
            order="date_from, id",
        )
        known = {}
        for row in rows:
            value = exact(row.value)
            known.setdefault((row.target_id, row.employee_id), []).append(
                (
                    row.date_from,
                    row.date_to,
                    value,
                    engine.share_of(value, exact(row.target_value)),
                    row.is_full_period,
                )
            )
        return known
