from odoo import fields, models


class MembershipFriendGround(models.Model):
    """Why somebody counts as a customer friend: any one of them is enough (SYC-FRD-01)."""

    _name = "membership.friend.ground"
    _description = "Ground of a Customer Friend"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, code, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    proof = fields.Selection(
        [
            ("purchase", "One Purchase Large Enough"),
            ("repeat", "Purchases on Two Days"),
            ("word", "The Word of Who Records It"),
        ],
        "Proved By",
        required=True,
        default="word",
        help="Purchases are looked up among confirmed sale orders. A word needs a note.",
    )
    amount = fields.Float(
        "From",
        digits=(16, 2),
        aggregator=None,
        help="Of one order, taxes included, in the company's currency; exactly this is enough.",
    )

    _amount_range = models.Constraint("CHECK (amount >= 0)", "The amount is not below zero.")
