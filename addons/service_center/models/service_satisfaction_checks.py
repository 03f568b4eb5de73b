from odoo import api, models
from odoo.tools import SQL

BATCH = 5000


class ServiceSatisfaction(models.Model):
    """The check that complaints and Odoo's ratings say what the customers answered."""

    # one concern a file: what is asked is one, checking it another
    _inherit = "service.satisfaction"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _check_answers(self):
        """Yield complaints that show another satisfaction than the last answer, or are rated otherwise."""
        last = 0
        while rows := self._read_answers(last):
            last = rows[-1]["id"]
            for row in rows:
                for found in ("stored", "rated"):
                    if row[found] != row["answered"]:
                        yield {
                            "res_model": "service.complaint",
                            "res_id": row["id"],
                            "company_id": row["company_id"],
                            "place": row["name"],
                            "expected": f"satisfaction: {row['answered']}",
                            "found": f"{found}: {row[found]}",
                            "remedy": "satisfaction",
                        }

    @api.model
    def _read_answers(self, last):
        """Return the next complaints after id ``last`` with an answer: the last one, and what shows it."""
        self.env.flush_all()
        return self.env.execute_query_dict(
            SQL(
                "SELECT complaint.id, complaint.name, complaint.company_id, complaint.satisfaction AS stored,"
                " answer.value AS answered, TRUNC(rating.rating)::int::text AS rated"
                " FROM service_complaint complaint JOIN LATERAL ("
                "SELECT value, rating_id FROM service_satisfaction request"
                " WHERE request.complaint_id = complaint.id AND request.answered_at IS NOT NULL"
                " ORDER BY answered_at DESC, id DESC LIMIT 1) answer ON TRUE"
                " LEFT JOIN rating_rating rating ON rating.id = answer.rating_id"
                " WHERE complaint.id > %s ORDER BY complaint.id LIMIT %s",
                last,
                BATCH,
            )
        )


class ServiceCheck(models.Model):
    # one concern a file
    _inherit = "service.check"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_checks(self):
        title = self.env._("Satisfaction of complaints and ratings is what customers answered")
        return [
            *super()._get_checks(),
            ("satisfaction", title, "service.satisfaction", "_check_answers", "fast"),
        ]

    @api.model
    def _get_remedies(self, params):
        return super()._get_remedies(params) | {
            "satisfaction": self.env._(
                "Somebody changed it around the customer's answer, which stands on the tab Evidence. An "
                "administrator puts the rating or the complaint right."
            )
        }
