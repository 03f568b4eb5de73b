from odoo import api, fields, models

from ..tools.ledger_messages import sentence


class ServiceLedgerProblem(models.Model):
    """What is wrong with one cell or row of the ledger that is being imported."""

    _name = "service.ledger.problem"
    _description = "Problem of a Ledger"
    _order = "severity, row, id"
    _rec_name = "heading"

    import_id = fields.Many2one("service.ledger.import", required=True, index=True, ondelete="cascade")
    row = fields.Integer(readonly=True, aggregator=None)
    heading = fields.Char("Column", readonly=True)
    value = fields.Char("In the File", readonly=True)
    severity = fields.Selection(
        [("error", "To correct"), ("warning", "Imported with a note"), ("info", "Skipped")],
        required=True,
        readonly=True,
    )
    code = fields.Char(required=True, readonly=True, export_string_translation=False)
    params = fields.Json(readonly=True, export_string_translation=False)
    message = fields.Char("What to Do", compute="_compute_message")

    @api.depends("code", "params")
    @api.depends_context("lang")
    def _compute_message(self):
        for problem in self:
            messages = problem.import_id._messages()
            problem.message = sentence(self.env, messages, problem.code, problem.params or {})
