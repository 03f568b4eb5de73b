from odoo import fields, models


class ServiceCorrectiveReview(models.Model):
    """What was said about a corrective action when it was reviewed or checked; nobody changes it later."""

    _name = "service.corrective.review"
    _description = "Review of a Corrective Action"
    _order = "id"
    _rec_name = "kind"

    action_id = fields.Many2one(
        "service.corrective.action", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="action_id.company_id", store=True)
    kind = fields.Selection(
        [
            ("send_back", "Sent Back"),
            ("approve", "Approved"),
            ("confirm", "Effective"),
            ("fail", "Not Effective"),
            ("cancel", "Cancelled"),
            ("restart", "Taken Up Again"),
        ],
        string="Result",
        required=True,
        readonly=True,
    )
    round = fields.Integer(readonly=True)
    text = fields.Text("Reason", readonly=True)
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True)
    at = fields.Datetime("Date", required=True, readonly=True)
