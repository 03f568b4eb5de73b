from odoo import api, fields, models

from ..engine.headings import normalise_heading


class ServiceLedgerHeading(models.Model):
    """What a heading of the company's own ledgers means, as somebody assigned it once."""

    _name = "service.ledger.heading"
    _description = "Remembered Ledger Heading"
    _order = "res_model, heading"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    res_model = fields.Selection(
        selection=lambda self: self.env["service.ledger.import"]._selection_res_model(),
        string="Ledger of",
        required=True,
    )
    heading = fields.Char(required=True)
    normalised = fields.Char(compute="_compute_normalised", store=True, export_string_translation=False)
    field_code = fields.Selection(
        selection=lambda self: self.env["service.ledger.column"]._selection_field_code(),
        string="Field",
        required=True,
    )

    _heading_uniq = models.UniqueIndex(
        "(company_id, res_model, normalised)", "The company has a meaning for this heading already."
    )

    @api.depends("heading")
    def _compute_normalised(self):
        for record in self:
            record.normalised = normalise_heading(record.heading)

    @api.model
    def _known(self, company, res_model):
        """Return ``{normalised heading: field code}`` that the company remembers for ledgers of
        ``res_model``.
        """
        records = self.search_fetch(
            [("company_id", "=", company.id), ("res_model", "=", res_model)], ["normalised", "field_code"]
        )
        return {record.normalised: record.field_code for record in records}

    @api.model
    def _remember(self, company, res_model, meanings):
        """Remember ``meanings``, ``{heading: field code}``; a heading known already gets the new meaning."""
        wanted = {normalise_heading(heading): (heading, code) for heading, code in meanings.items()}
        wanted.pop("", None)
        known = self.search(
            [
                ("company_id", "=", company.id),
                ("res_model", "=", res_model),
                ("normalised", "in", list(wanted)),
            ]
        )
        for record in known:
            record.field_code = wanted.pop(record.normalised)[1]
        self.create(
            [
                {
                    "company_id": company.id,
                    "res_model": res_model,
                    "heading": heading[:200],
                    "field_code": code,
                }
                for heading, code in wanted.values()
            ]
        )
