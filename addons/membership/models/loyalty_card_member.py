from odoo import fields, models


class LoyaltyCard(models.Model):
    """The card of a member: since when and how long it is valid, and whether it may be used."""

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    membership_joined_on = fields.Date(
        "Member Since", copy=False, help="The day on which the member joined, in the company's time zone."
    )
    membership_valid_until = fields.Date(
        "Valid Until",
        copy=False,
        tracking=True,
        index="btree_not_null",
        help="The last day; empty: for good.",
    )
    membership_state = fields.Selection(
        [("active", "In Use"), ("frozen", "Frozen"), ("blacklisted", "Blacklisted"), ("expired", "Expired")],
        "Card State",
        required=True,
        default="active",
        copy=False,
        tracking=True,
        index=True,
    )
    membership_state_reason = fields.Char("Reason of the State", copy=False)
    membership_state_until = fields.Date(
        "State Ends On",
        copy=False,
        help="A frozen card is active again after this day; empty: until somebody says so.",
    )
    membership_code_ids = fields.One2many("membership.card.code", "card_id", "Earlier Numbers")
    membership_gift_ids = fields.One2many("membership.gift", "card_id", "Gifts")
