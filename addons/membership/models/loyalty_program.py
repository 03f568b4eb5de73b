import re
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.points import expiry_of, is_redeemable

MONTH_DAY = re.compile(r"(\d\d)-(\d\d)")


class LoyaltyProgram(models.Model):
    """A loyalty program whose cards are membership cards, and how long their points last."""

    _inherit = "loyalty.program"

    is_membership = fields.Boolean(
        "Membership",
        copy=False,
        help="Its cards are membership cards: points have lots that expire, and every change is booked.",
    )
    membership_code = fields.Char(
        help="Short stable key of the membership, usually that of the policy pack it follows."
    )
    membership_expiry = fields.Selection(
        [("never", "Never"), ("months", "After Months"), ("year_end", "At the End of a Year")],
        "Points Expire",
        required=True,
        default="never",
    )
    membership_expiry_count = fields.Integer(
        "Months or Years",
        help="After months: counted from the day on which the points were earned. At the end of a year: 0 is "
        "the year in which they were earned.",
    )
    membership_redeem_from = fields.Char(
        "Redeemable From", help="First day of the year on which points are redeemed, as 12-01. Empty: always."
    )
    membership_redeem_to = fields.Char("Redeemable Until", help="The last day, as 12-31.")

    _membership_expiry_positive = models.Constraint(
        "CHECK (membership_expiry_count >= 0 AND (membership_expiry != 'months'"
        " OR membership_expiry_count > 0))",
        "Points last at least a month.",
    )

    @api.constrains("membership_redeem_from", "membership_redeem_to")
    def _check_membership_window(self):
        for program in self:
            days = (program.membership_redeem_from, program.membership_redeem_to)
            if any(days) and not all(_month_day(one) for one in days):
                raise ValidationError(
                    self.env._("Give both days of redemption as month and day, for example 12-01 and 12-31.")
                )

    @api.constrains("is_membership", "program_type", "applies_on")
    def _check_membership_kind(self):
        for program in self:
            if program.is_membership and not (program.program_type == "loyalty" and program.is_nominative):
                raise ValidationError(
                    self.env._(
                        "Only a loyalty program whose points stay on the customer's card is a membership."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        programs = super().create(vals_list)
        programs.filtered("is_membership")._membership_open()
        return programs

    def write(self, vals):
        opened = self.browse()
        if "is_membership" in vals:
            changed = self.filtered(lambda one: one.is_membership != bool(vals["is_membership"]))
            if changed and vals["is_membership"]:
                opened = changed
            elif changed:
                changed._check_no_membership_cards()
        result = super().write(vals)
        opened._membership_open()
        return result

    def _check_no_membership_cards(self):
        # sudo: only whether there are any
        cards = self.env["loyalty.card"].sudo().with_context(active_test=False)
        if cards.search_count([("program_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("The program has membership cards, so it stays a membership. Archive it instead.")
            )

    def _membership_last_day(self, day):
        """Return the last usable day of points that come in on a day, None for ever."""
        self.ensure_one()
        return expiry_of(self.membership_expiry, self.membership_expiry_count, day)

    def _membership_is_redeemable(self, day):
        """Tell whether points are redeemed on a day (DEALER-TIER-02)."""
        self.ensure_one()
        return is_redeemable(
            day, _month_day(self.membership_redeem_from), _month_day(self.membership_redeem_to)
        )


def _month_day(text):
    """Return (month, day) of ``MM-DD``, None where it is none."""
    match = MONTH_DAY.fullmatch(text or "")
    if not match:
        return None
    month, day = map(int, match.groups())
    try:
        date(2000, month, day)  # a leap year: 29 February is a day
    except ValueError:
        return None
    return month, day
