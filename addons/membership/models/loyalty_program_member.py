from odoo import fields, models


class LoyaltyProgram(models.Model):
    """Whether customers may ask for a card of the program in the portal."""

    # one concern a file
    _inherit = "loyalty.program"  # pylint: disable=consider-merging-classes-inherited

    membership_in_portal = fields.Boolean(
        "Requested in the Portal",
        help="Customers with an account may ask for a card; an officer approves it.",
    )
