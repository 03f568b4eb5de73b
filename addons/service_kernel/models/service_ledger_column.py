from odoo import api, fields, models

from ..tools.ledger_column import IGNORE, NOTE


class ServiceLedgerColumn(models.Model):
    """A column of the ledger that is being imported, and the field that it is."""

    _name = "service.ledger.column"
    _description = "Column of a Ledger"
    _order = "position, id"
    _rec_name = "heading"

    import_id = fields.Many2one("service.ledger.import", required=True, index=True, ondelete="cascade")
    position = fields.Integer(readonly=True, export_string_translation=False)
    heading = fields.Char("Heading in the File", readonly=True)
    examples = fields.Char("For Example", readonly=True)
    field_code = fields.Selection(
        selection="_selection_field_code",
        string="Is Imported As",
        required=True,
        default=NOTE,
        help="What a column is that fits no field: kept as a note on each record, or not imported at all.",
    )
    origin = fields.Selection(
        [
            ("known", "Recognised"),
            ("remembered", "Remembered"),
            ("unknown", "Please check"),
            ("manual", "Chosen by hand"),
        ],
        string="How We Know",
        readonly=True,
        default="unknown",
    )

    @api.model
    def _selection_field_code(self):
        """Fields of the ledger's model (context ``ledger_model``), of all models where it is not known."""
        chosen = self.env.context.get("ledger_model")
        models_ = [name for name, _label in self.env["service.ledger.import"]._selection_res_model()]
        codes = {NOTE: self.env._("Keep as a note"), IGNORE: self.env._("Do not import")}
        for name in [chosen] if chosen in models_ else models_:
            for column in self.env[name]._ledger_columns():
                codes.setdefault(column.code, column.label)
        return list(codes.items())

    def write(self, vals):
        if "field_code" in vals and "origin" not in vals:
            vals = {**vals, "origin": "manual"}
        return super().write(vals)
