from odoo import api, models
from odoo.tools import SQL

BATCH = 5000
# what is decided: (field of the complaint, code of the explanation)
EXPLAINED = (("severity_id", "severity"), ("authority_level_id", "authority"))


class ServiceComplaint(models.Model):
    """Checks of complaints."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _check_explained(self):
        """Yield complaints whose severity or level is not the one that their explanation gives."""
        for name, code in EXPLAINED:
            last = 0
            while rows := self._read_explained(name, code, last):
                last = rows[-1]["id"]
                for row in rows:
                    if row["stored"] != row["explained"]:
                        yield {
                            "res_model": self._name,
                            "res_id": row["id"],
                            "company_id": row["company_id"],
                            "place": row["name"],
                            "expected": row["explained"],
                            "found": row["stored"],
                            "remedy": "route",
                        }

    @api.model
    def _read_explained(self, name, code, last):
        """Return the next complaints after id ``last``: the code stored, and the one that was explained."""
        self.flush_model([name, "explanation", "is_history", "name"])
        comodel = self.env[self._fields[name].comodel_name]
        comodel.flush_model(["code"])
        return self.env.execute_query_dict(
            SQL(
                "SELECT complaint.id, complaint.name, complaint.company_id, decided.code AS stored,"
                " complaint.explanation -> %s ->> 'value' AS explained"
                " FROM service_complaint complaint LEFT JOIN %s decided ON decided.id = complaint.%s"
                " WHERE complaint.is_history IS NOT TRUE AND complaint.id > %s"
                " ORDER BY complaint.id LIMIT %s",
                code,
                SQL.identifier(comodel._table),
                SQL.identifier(name),
                last,
                BATCH,
            )
        )
