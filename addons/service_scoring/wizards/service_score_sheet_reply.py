from odoo import fields, models

from ..models.service_score_sheet import ANSWERS


class ServiceScoreSheetReply(models.TransientModel):
    """Asks what the employee says to a sheet, or what stands on the signed slip."""

    _name = "service.score.sheet.reply"
    _description = "Answer to a Score Sheet"
    _inherit = ["service.text.mixin"]

    sheet_id = fields.Many2one("service.score.sheet", required=True, readonly=True, ondelete="cascade")
    how = fields.Selection(
        [("screen", "On Screen"), ("slip", "Signed Slip")], required=True, readonly=True, default="screen"
    )
    answer = fields.Selection(ANSWERS[1:], required=True, default="seen")
    text = fields.Text("What They Say")
    scan_ids = fields.Many2many(
        "ir.attachment",
        help="The signed slip as image or PDF. Seen by the employee and by those who decide about sheets.",
    )

    def action_apply(self):
        """Keep the answer."""
        self.ensure_one()
        if self.how == "slip":
            self.sheet_id._record_slip(self.answer, self.text, self.scan_ids)
        else:
            self.sheet_id.action_answer(self.answer, self.text)
        return {"type": "ir.actions.act_window_close"}
