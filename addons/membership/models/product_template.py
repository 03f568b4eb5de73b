from odoo import fields, models


class ProductTemplate(models.Model):
    """A product whose sale makes the buyer a member, or keeps them one for longer."""

    _inherit = "product.template"

    membership_program_id = fields.Many2one(
        "loyalty.program",
        "Gives a Card Of",
        domain="[('is_membership', '=', True)]",
        ondelete="restrict",
        index="btree_not_null",
        help="Confirming an order with this product gives the buyer a card, or extends the one there is.",
    )
    membership_months = fields.Integer(
        "Months of Membership", help="For how many months one of it is valid. 0: for good."
    )

    _membership_months_positive = models.Constraint(
        "CHECK (membership_months >= 0)", "Months of membership cannot be negative."
    )
