from odoo import api, fields, models

from ..engine.warranty import Cover

COVER_KINDS = [("parts", "Parts"), ("labour", "Labour"), ("travel", "Travel")]
LENGTH_UNITS = [("days", "Days"), ("months", "Months"), ("years", "Years")]


class ServiceWarrantyCover(models.Model):
    """What a term pays for, to what share, and how long: by time or usage, whichever ends first."""

    _name = "service.warranty.cover"
    _description = "Cover of a Warranty Term"
    _inherit = ["service.warranty.line.mixin"]
    _order = "term_id, sequence, id"

    kind = fields.Selection(COVER_KINDS, required=True, default="parts")
    share = fields.Float("Company Pays (%)", digits=(5, 2), default=100, required=True, aggregator=None)
    value = fields.Integer("Length", default=12, aggregator=None, help="0: no limit by time.")
    unit = fields.Selection(LENGTH_UNITS, default="months", required=True)
    usage_limit = fields.Float(
        "Up to a Reading Of", aggregator=None, help="In the unit of the term. 0: no limit by usage."
    )

    _policy_code_uniq = models.UniqueIndex(
        "(company_id, COALESCE(pack_code, ''), code)",
        "A term covers the same only once: it has a line for it already.",
    )
    _term_kind_uniq = models.UniqueIndex(
        "(term_id, kind)", "A term covers the same only once: it has a line for it already."
    )
    _share_range = models.Constraint(
        "CHECK (share > 0 AND share <= 100)", "What the company pays lies above 0 and up to 100 %."
    )
    _bounded = models.Constraint(
        "CHECK (COALESCE(value, 0) BETWEEN 0 AND 36500 AND COALESCE(usage_limit, 0) >= 0"
        " AND COALESCE(value, 0) + COALESCE(usage_limit, 0) > 0)",
        "How long does it hold? Enter a length, a reading, or both, above zero and below 100 years.",
    )

    @api.depends("kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for cover in self:
            cover.display_name = labels.get(cover.kind)

    def _prepare_code(self):
        return f"{self.term_id.code}/{self.kind}"

    def _get_engine_cover(self):
        self.ensure_one()
        return Cover(self.kind, self.share, self.value or None, self.unit, self.usage_limit or None)
