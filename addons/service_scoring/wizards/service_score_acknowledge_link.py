from odoo import fields, models


class ServiceScoreAcknowledgeLink(models.TransientModel):
    """Shows new personal links once; they are kept nowhere."""

    _name = "service.score.acknowledge.link"
    _description = "Personal Links to a Rule Book"

    rulebook_id = fields.Many2one(
        "service.score.rulebook", "Rule Book", required=True, readonly=True, ondelete="cascade"
    )
    urls = fields.Text("Links", readonly=True, store=False)
