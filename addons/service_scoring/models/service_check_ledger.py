from odoo import api, models
from odoo.tools import SQL

from .service_score_entry import LEDGER_STATES


class ServiceCheck(models.Model):
    # the checks of the ledger are one concern
    _inherit = "service.check"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_checks(self):
        return [
            *super()._get_checks(),
            (
                "score_ledger",
                self.env._("Score entries are as they were confirmed and sealed"),
                "service.score.entry",
                "_check_ledger",
                "slow",
            ),
        ]

    @api.model
    def _get_remedies(self, params):
        return super()._get_remedies(params) | {
            "score_changed": self.env._(
                "The row was changed in the database after it was sealed. Compare it with a backup, find out "
                "who had access to the database, and correct the score by a counter-entry."
            ),
            "score_missing": self.env._(
                "Rows of the ledger are missing here. Restore them from a backup and find out who had access "
                "to the database."
            ),
            "score_words": self.env._(
                "Words or photos of the entry were changed after it was confirmed. Compare them with a "
                "backup."
            ),
            "score_pair": self.env._(
                "An entry and its counter-entry do not add up. Compare both with a backup of the database."
            ),
        }


class ServiceScoreEntry(models.Model):
    # likewise
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _check_ledger(self):
        """Yield what of the ledger is not as it was confirmed: seals, words, and entries taken back."""
        chained = self.env["service.score.chain"].search([("last_no", ">", 0)]).company_id
        sealed = self._read_group([("seal_no", "!=", False)], [], ["company_id:recordset"])[0][0]
        for company in chained | sealed:
            for found in self._verify_seals(company):
                entry = self.browse(found.key)
                yield {
                    "res_model": self._name if found.key else False,
                    "res_id": found.key or False,
                    "company_id": company.id,
                    "place": entry.display_name or company.name,
                    "expected": found.expected,
                    "found": found.found,
                    "remedy": {"changed": "score_changed", "words": "score_words"}.get(
                        found.code, "score_missing"
                    ),
                }
        yield from self._check_pairs()

    @api.model
    def _check_pairs(self):
        """Yield entries that are taken back by nothing, or by something that does not add up to nothing."""
        rows = self.env.execute_query(
            SQL(
                """SELECT e.id, e.points, c.points FROM service_score_entry e
                    LEFT JOIN service_score_entry c ON c.reversal_of_id = e.id
                    WHERE e.state IN %(states)s
                    AND (e.state = 'reversed' OR e.reversed_by_id IS NOT NULL OR c.id IS NOT NULL)
                    AND (c.id IS DISTINCT FROM e.reversed_by_id OR c.id IS NULL OR c.points <> -e.points
                        OR e.state <> 'reversed')
                """,
                states=LEDGER_STATES,
            )
        )
        for entry_id, points, back in rows:
            entry = self.browse(entry_id)
            yield {
                "res_model": self._name,
                "res_id": entry_id,
                "company_id": entry.company_id.id,
                "place": entry.display_name,
                "expected": f"{-points:.2f}",
                "found": "" if back is None else f"{back:.2f}",
                "remedy": "score_pair",
            }
