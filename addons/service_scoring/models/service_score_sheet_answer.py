from odoo import fields, models

from .service_score_sheet import ANSWERS

WAYS = [("screen", "On Screen"), ("link", "By Personal Link"), ("slip", "Signed Slip")]


class ServiceScoreSheetAnswer(models.Model):
    """What an employee said to a sheet; all answers are kept, the latest one counts.

    The text is the employee's own and goes when the person is erased (decisions 17).
    """

    _name = "service.score.sheet.answer"
    _description = "Answer to a Score Sheet"
    _order = "id desc"
    _rec_name = "answer"

    sheet_id = fields.Many2one(
        "service.score.sheet", required=True, readonly=True, index=True, ondelete="cascade"
    )
    answer = fields.Selection(ANSWERS[1:], required=True, readonly=True)
    text = fields.Text("What They Say", readonly=True)
    at = fields.Datetime("Answered On", required=True, readonly=True, default=fields.Datetime.now)
    how = fields.Selection(WAYS, required=True, readonly=True, default="screen")
    recorded_by_id = fields.Many2one(
        "res.users", readonly=True, ondelete="set null", help="Who recorded the signed slip."
    )
    scan_ids = fields.Many2many("ir.attachment", readonly=True, bypass_search_access=True)
