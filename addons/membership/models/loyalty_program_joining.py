from odoo import fields, models
from odoo.fields import Domain


class LoyaltyProgram(models.Model):
    """Who earns points: Odoo gives a card to every customer who buys; a membership may choose its members."""

    # one concern a file
    _inherit = "loyalty.program"  # pylint: disable=consider-merging-classes-inherited

    membership_joining = fields.Selection(
        [("sale", "Every Customer Who Buys"), ("card", "Customers Who Were Given a Card")],
        "Who Earns Points",
        default="sale",
    )


class SaleOrder(models.Model):
    # likewise
    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    def _get_program_domain(self):
        return Domain.AND(
            [
                super()._get_program_domain(),
                Domain("is_membership", "=", False)
                | Domain("membership_joining", "!=", "card")
                | Domain("coupon_ids.partner_id", "=", self.partner_id.id),
            ]
        )
