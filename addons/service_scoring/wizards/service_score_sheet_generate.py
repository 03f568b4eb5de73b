from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceScoreSheetGenerate(models.TransientModel):
    """Asks of which rule books and period the sheets are made."""

    _name = "service.score.sheet.generate"
    _description = "Make Score Sheets"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    date = fields.Date(
        "Day",
        required=True,
        default=lambda self: self.env.company._service_day() - relativedelta(months=1),
        help="Any day of the period.",
    )
    rulebook_ids = fields.Many2many(
        "service.score.rulebook",
        compute="_compute_rulebook_ids",
        store=True,
        readonly=False,
        string="Rule Books",
        domain="[('company_id', '=', company_id), ('state', '!=', 'draft')]",
    )

    @api.depends("company_id", "date")
    def _compute_rulebook_ids(self):
        for wizard in self:
            wizard.rulebook_ids = self.env["service.score.rulebook"]._get_active(
                wizard.company_id, wizard.date
            )

    def action_generate(self):
        """Make the sheets and show them; drafts and published ones are recomputed, confirmed ones stay."""
        self.ensure_one()
        if not self.rulebook_ids:
            raise UserError(self.env._("No rule book is in force on this day."))
        sheets = self.env["service.score.sheet"]
        for book in self.rulebook_ids:
            sheets |= book.generate_sheets(self.date)
        action = self.env["ir.actions.act_window"]._for_xml_id("service_scoring.service_score_sheet_action")
        return {**action, "domain": [("id", "in", sheets.ids)], "context": {}, "target": "main"}
