from odoo import fields, models


class LoyaltyProgram(models.Model):
    """Whether customers may ask for a card of the program in the portal; who opens its page."""

    # one concern a file
    _inherit = "loyalty.program"  # pylint: disable=consider-merging-classes-inherited

    membership_in_portal = fields.Boolean(
        "Requested in the Portal",
        help="Customers with an account may ask for a card; an officer approves it.",
    )
    # a number only: who manages members opens the page of a program without seeing the orders themselves
    total_order_count = fields.Integer(compute_sudo=True)
