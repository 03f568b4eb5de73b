from odoo import fields, models


class MembershipCardCode(models.Model):
    """A number that a card had before it was replaced: it finds the card, and says so."""

    _name = "membership.card.code"
    _description = "Earlier Card Number"
    _order = "replaced_at desc, id desc"
    _rec_name = "code"

    card_id = fields.Many2one("loyalty.card", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="card_id.company_id", store=True, index=True)
    code = fields.Char("Number", required=True, readonly=True, index="trigram")
    replaced_at = fields.Datetime("Replaced On", required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users", "Replaced By", readonly=True, default=lambda self: self.env.user, ondelete="set null"
    )
    reason = fields.Char(readonly=True)

    _code_uniq = models.UniqueIndex("(code)", "This number was that of another card.")
