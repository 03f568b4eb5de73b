from odoo import api, fields, models
from odoo.tools import SQL


class ServicePolicyPackLoad(models.Model):
    """One pack in one company: which version is loaded. The one row that a load writes first."""

    _name = "service.policy.pack.load"
    _description = "Loaded Policy Pack"
    _order = "company_id, pack_code"
    _rec_name = "pack_code"

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    pack_code = fields.Char("Policy Pack", required=True, readonly=True)
    version = fields.Char(readonly=True)
    loads = fields.Integer("Times Loaded", readonly=True)
    loaded_at = fields.Datetime("Loaded On", readonly=True)
    loaded_by_id = fields.Many2one("res.users", readonly=True)

    _pack_uniq = models.UniqueIndex(
        "(company_id, pack_code)", "This policy pack is loaded in the company already."
    )

    @api.model
    def _begin(self, company, pack_code):
        """Return the row of a pack in a company, written before anything is read.

        Of two people who load a pack at once, the second gets a serialization error and is tried again by
        Odoo, when it sees what the first one loaded (invariants: write one fixed row first).
        """
        self.flush_model()
        self.env.execute_query(
            SQL(
                """
                INSERT INTO service_policy_pack_load AS row (company_id, pack_code, loads)
                VALUES (%s, %s, 1)
                ON CONFLICT (company_id, pack_code) DO UPDATE SET loads = row.loads + 1
                RETURNING id
                """,
                company.id,
                pack_code,
            )
        )
        self.invalidate_model()
        return self.search([("company_id", "=", company.id), ("pack_code", "=", pack_code)])
