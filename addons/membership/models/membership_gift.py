from odoo import fields, models


class MembershipGift(models.Model):
    """A gift that a member took for points, and whether it pleased (DEPT-PTS-01)."""

    _name = "membership.gift"
    _description = "Gift for Points"
    _order = "date desc, id desc"
    _rec_name = "product_id"

    card_id = fields.Many2one("loyalty.card", required=True, readonly=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one(
        related="card_id.partner_id", string="Member", store=True, index="btree_not_null"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    product_id = fields.Many2one("product.product", "Gift", required=True, readonly=True, ondelete="restrict")
    quantity = fields.Integer(required=True, readonly=True, default=1)
    points = fields.Float("Points Paid", digits=(16, 2), required=True, readonly=True)
    move_id = fields.Many2one(
        "membership.point.move", "Entry", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users", "Handed Out By", readonly=True, default=lambda self: self.env.user, ondelete="set null"
    )
    state = fields.Selection(
        [("given", "Handed out"), ("returned", "Brought back")],
        required=True,
        readonly=True,
        default="given",
    )
    satisfied = fields.Selection(
        [("yes", "Pleased"), ("partly", "Partly"), ("no", "Not pleased")],
        "Did the Gift Please?",
        help="The member is asked after the exchange. Empty: not asked yet.",
    )
    answer = fields.Char("What the Member Said")
    answered_at = fields.Datetime("Asked On", readonly=True)

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "At least one gift is handed out.")
