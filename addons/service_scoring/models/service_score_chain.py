from odoo import fields, models


class ServiceScoreChain(models.Model):
    """The end of a company's chain of seals: the one row that whoever seals writes first (decisions 14)."""

    _name = "service.score.chain"
    _description = "Chain of Seals"
    _rec_name = "company_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    version = fields.Integer(readonly=True, aggregator=None, export_string_translation=False)
    last_no = fields.Integer("Sealed Entries", readonly=True, aggregator=None)
    last_hash = fields.Char("Last Seal", readonly=True)
    sealed_at = fields.Datetime("Last Sealed On", readonly=True)

    _company_uniq = models.UniqueIndex("(company_id)", "The company has a chain of seals already.")

    def action_seal(self):
        """Seal all confirmed entries of the user's companies now."""
        self.env["service.score.entry"].action_seal()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
