from odoo import fields, models


class ServiceLedgerSheet(models.Model):
    """A sheet of the workbook that is being imported."""

    _name = "service.ledger.sheet"
    _description = "Sheet of a Ledger"
    _order = "sequence, id"

    import_id = fields.Many2one("service.ledger.import", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer()
    name = fields.Char(required=True)
