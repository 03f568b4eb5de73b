from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import append_only

#: what a line of a confirmed sheet says; the database refuses every change of it
CONTENT = ("sheet_id", "entry_id", "rule_id", "points", "applied_points", "reason", "params", "is_final")
REASONS = [
    ("counted", "In Full"),
    ("highest", "A Weightier Rule of the Same Act Counts"),
    ("capped", "Cap of One Act"),
    ("rule_cap", "Cap of the Rule"),
    ("floor", "Lowest Score"),
    ("share", "Share of What Is Left"),
    ("reversed", "Taken Back"),
    ("earlier", "Takes Back an Entry of a Closed Period"),
    ("withhold", "Pay Is Withheld"),
    ("text", "For the Record"),
]


class ServiceScoreSheetLine(models.Model):
    """An entry of the ledger on a sheet: what of it counts, and why."""

    _name = "service.score.sheet.line"
    _description = "Line of a Score Sheet"
    _order = "sheet_id, sequence, id"
    _log_access = False

    sheet_id = fields.Many2one(
        "service.score.sheet", required=True, readonly=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(readonly=True)
    entry_id = fields.Many2one(
        "service.score.entry", required=True, readonly=True, index=True, ondelete="restrict"
    )
    rule_id = fields.Many2one("service.score.rule", readonly=True, ondelete="restrict")
    date = fields.Date(related="entry_id.date")
    is_adjustment = fields.Boolean(related="entry_id.is_adjustment")
    points = fields.Float("As Entered", digits=(16, 2), readonly=True)
    applied_points = fields.Float("Counted", digits=(16, 2), readonly=True)
    reason = fields.Selection(REASONS, required=True, readonly=True, default="counted")
    params = fields.Json(readonly=True, export_string_translation=False)
    is_final = fields.Boolean(readonly=True, export_string_translation=False)  # the sheet is confirmed
    reason_text = fields.Char("Why", compute="_compute_reason_text")

    def init(self):
        append_only.protect(self.env, self._table, CONTENT, SQL("OLD.is_final"))

    @api.model
    def _close(self, sheets):
        """Fix the lines of these sheets for good; a hundred thousand of them in one query."""
        self.flush_model()
        self.env.cr.execute(
            SQL("UPDATE service_score_sheet_line SET is_final = TRUE WHERE sheet_id = ANY(%s)", sheets.ids)
        )
        self.invalidate_model(["is_final"])

    @api.depends("reason", "params", "is_adjustment")
    @api.depends_context("lang")
    def _compute_reason_text(self):
        labels = dict(self._fields["reason"]._description_selection(self.env))
        for line in self:
            line.reason_text = line._say_reason(line.params or {}) or labels.get(line.reason)

    def _say_reason(self, params):
        """Return the sentence of a reason with numbers, None when its name says it all."""
        self.ensure_one()
        if self.reason == "rule_cap":
            return self.env._("At most %(cap)s points of this rule in a period", cap=params.get("cap"))
        if self.reason == "floor":
            return self.env._("The score does not fall below %(floor)s", floor=params.get("floor"))
        if self.reason == "share":
            return self.env._(
                "%(share)s %% of the %(left)s points left", share=params.get("share"), left=params.get("left")
            )
        if self.reason == "earlier" and params.get("period"):
            return self.env._("Takes back an entry of %(period)s", period=params["period"])
        if self.reason == "counted" and self.is_adjustment:
            return self.env._("Of a closed period, counted in this one")
        return None
