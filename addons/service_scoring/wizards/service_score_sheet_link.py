from odoo import fields, models


class ServiceScoreSheetLink(models.TransientModel):
    """Shows a new personal link once; it is kept nowhere."""

    _name = "service.score.sheet.link"
    _description = "Personal Link to a Score Sheet"

    sheet_id = fields.Many2one("service.score.sheet", required=True, readonly=True, ondelete="cascade")
    url = fields.Char("Link", readonly=True, store=False)
