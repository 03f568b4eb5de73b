from odoo import api, models
from odoo.tools import SQL

from .service_score_entry import LEDGER_STATES
from .service_score_sheet import CLOSED


class ServiceCheck(models.Model):
    # the checks of sheets are one concern
    _inherit = "service.check"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_checks(self):
        return [
            *super()._get_checks(),
            (
                "score_sheets",
                self.env._("Confirmed score sheets add up, and no entry of a closed period is missing"),
                "service.score.sheet",
                "_check_sheets",
                "slow",
            ),
        ]

    @api.model
    def _get_remedies(self, params):
        return super()._get_remedies(params) | {
            "score_sheet_sum": self.env._(
                "Lines of the sheet were changed or deleted in the database. Compare them with a backup, and "
                "correct the score by an entry in the open period."
            ),
            "score_sheet_entry": self.env._(
                "The entry counts in a period that is confirmed without it. Take it back and enter it again: "
                "it then counts in the open period."
            ),
        }


class ServiceScoreSheet(models.Model):
    # likewise
    _inherit = "service.score.sheet"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _check_sheets(self):
        """Yield confirmed sheets whose lines do not add up, and entries that no confirmed sheet has."""
        self.env.flush_all()
        for sheet_id, company_id, expected, found in self._find_wrong_sums():
            yield {
                "res_model": self._name,
                "res_id": sheet_id,
                "company_id": company_id,
                "place": self.browse(sheet_id).display_name,
                "expected": f"{expected:.2f}",
                "found": f"{found:.2f}",
                "remedy": "score_sheet_sum",
                "params": {},
            }
        Entry = self.env["service.score.entry"]
        for entry_id, company_id, sheet_id in self._find_lost_entries():
            yield {
                "res_model": Entry._name,
                "res_id": entry_id,
                "company_id": company_id,
                "place": Entry.browse(entry_id).display_name,
                "expected": self.browse(sheet_id).display_name,
                "found": "",
                "remedy": "score_sheet_entry",
                "params": {},
            }

    @api.model
    def _find_wrong_sums(self):
        """Return [(sheet id, company id, change of the score, sum of the lines)] that differ.

        The lowest score may have cut what adjustments take away: then the score is above the sum.
        """
        return self.env.execute_query(
            SQL(
                """
                SELECT s.id, s.company_id, s.points_adjusted + s.points_rewarded - s.points_deducted,
                       COALESCE(l.total, 0)
                  FROM service_score_sheet s
                  LEFT JOIN (SELECT sheet_id, sum(applied_points) AS total
                               FROM service_score_sheet_line GROUP BY sheet_id) l ON l.sheet_id = s.id
                 WHERE s.state IN %s
                   AND (s.points_adjusted + s.points_rewarded - s.points_deducted <> COALESCE(l.total, 0)
                        OR s.score < s.base + s.points_adjusted + s.points_rewarded - s.points_deducted)
                 ORDER BY s.id
                """,
                CLOSED,
            )
        )

    @api.model
    def _find_lost_entries(self):
        """Return [(entry id, company id, sheet id)] of entries in closed periods that no sheet has."""
        return self.env.execute_query(
            SQL(
                """
                SELECT e.id, e.company_id, s.id
                  FROM service_score_sheet s
                  JOIN service_score_entry e
                    ON e.company_id = s.company_id AND e.rulebook_code = s.rulebook_code
                   AND e.effective_date BETWEEN s.date_from AND s.date_to
                   AND CASE WHEN s.employee_id IS NOT NULL THEN e.employee_id = s.employee_id
                            WHEN s.site_id IS NOT NULL THEN e.site_id = s.site_id
                            ELSE e.department_id = s.department_id END
                 WHERE s.state IN %s AND e.state IN %s
                   AND NOT EXISTS (SELECT 1 FROM service_score_sheet_line l
                                    WHERE l.entry_id = e.id AND l.sheet_id = s.id)
                 ORDER BY e.id
                """,
                CLOSED,
                LEDGER_STATES,
            )
        )
