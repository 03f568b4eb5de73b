from odoo import api, models
from odoo.tools import SQL


class ServiceCompensation(models.Model):
    """Checks of compensation."""

    # one concern a file: together they would be too long to read
    _inherit = "service.compensation"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _check_credit_notes(self):
        """Yield settled refunds, not taken back, whose credit note gives another amount, or none."""
        self.flush_model()
        self.env["account.move"].flush_model(["state", "amount_total"])
        rows = self.env.execute_query_dict(
            SQL(
                "SELECT given.id, given.name, given.company_id, given.amount_currency AS expected,"
                " CASE WHEN note.state = 'posted' THEN note.amount_total ELSE 0 END AS found"
                " FROM service_compensation given"
                " LEFT JOIN account_move note ON note.id = given.credit_note_id"
                " WHERE given.state = 'settled' AND given.kind IN ('refund', 'price_reduction')"
                " AND given.reverses_id IS NULL AND NOT EXISTS (SELECT FROM service_compensation back"
                " WHERE back.reverses_id = given.id AND back.state = 'settled')"
                " AND given.amount_currency IS DISTINCT FROM"
                " CASE WHEN note.state = 'posted' THEN note.amount_total ELSE 0 END"
                " ORDER BY given.id"
            )
        )
        for row in rows:
            yield {
                "res_model": self._name,
                "res_id": row["id"],
                "company_id": row["company_id"],
                "place": row["name"],
                "expected": float(row["expected"]),
                "found": float(row["found"]),
                "remedy": "credit_note",
            }
