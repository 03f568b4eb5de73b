from odoo import fields, models


class MembershipCardOpening(models.Model):
    """A card that was brought in from another system, as its list said."""

    _name = "membership.card.opening"
    _description = "Card Brought In"
    _inherit = ["service.ledger.mixin"]
    _order = "id desc"
    _rec_name = "number"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company, index=True
    )
    card_id = fields.Many2one("loyalty.card", required=True, readonly=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(
        related="card_id.partner_id", string="Member", store=True, index="btree_not_null"
    )
    number = fields.Char("Card Number", required=True, readonly=True)
    joined_on = fields.Date("Member Since", readonly=True)
    tier_code = fields.Char("Tier", readonly=True)
    points = fields.Float("Opening Balance", digits=(16, 2), readonly=True)
    expires_on = fields.Date(
        "Balance Expires On", readonly=True, help="The last day on which it may be used."
    )

    _import_key_uniq = models.UniqueIndex(
        "(company_id, import_key) WHERE import_key IS NOT NULL", "This row was imported already."
    )
