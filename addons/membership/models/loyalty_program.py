import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine import points as engine

_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


class LoyaltyProgram(models.Model):
    """A program of Odoo whose cards are membership cards: their points are kept in a ledger.

    ``_mark`` beside this file makes a program one.
    """

    _inherit = "loyalty.program"

    is_membership = fields.Boolean(
        "Membership Program",
        copy=False,
        index=True,
        help="The points of its cards are kept in a ledger: every change, its cause, and when points expire.",
    )
    membership_code = fields.Char(help="By which policy packs and imports know the program.")
    membership_expiry = fields.Selection(
        [("never", "Never"), ("months", "Months After Earning"), ("year_end", "At the End of a Year")],
        "Points Expire",
        default="never",
        help="Empty: never.",
    )
    membership_expiry_count = fields.Integer(
        "Expire After",
        help="Months after the day of earning, or years after its year; the last day is still usable.",
    )
    membership_redeem_from = fields.Char(
        "Redeem From",
        size=5,
        help="First day of the year on which points are redeemed, as 12-01; empty: always.",
    )
    membership_redeem_to = fields.Char("Redeem To", size=5, help="Last day, as 12-31; that day included.")

    _membership_expiry_count = models.Constraint(
        "CHECK (COALESCE(membership_expiry_count, 0) >= 0"
        " AND (membership_expiry <> 'months' OR membership_expiry_count > 0))",
        "Say after how many months points expire.",
    )
    _membership_code_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), membership_code)"
        " WHERE is_membership AND membership_code IS NOT NULL AND active",
        "There is a membership program with this code already.",
    )

    @api.constrains("is_membership", "program_type", "applies_on")
    def _check_membership_type(self):
        for program in self.filtered("is_membership"):
            if program.program_type != "loyalty" or not program.is_nominative:
                raise ValidationError(
                    self.env._(
                        "%(program)s: only a loyalty card program, whose cards belong to customers, can be a "
                        "membership program.",
                        program=program.name,
                    )
                )

    @api.constrains("membership_redeem_from", "membership_redeem_to")
    def _check_membership_redeem(self):
        for program in self:
            ends = (program.membership_redeem_from, program.membership_redeem_to)
            if any(ends) and not all(end and _MONTH_DAY.fullmatch(end) for end in ends):
                raise ValidationError(
                    self.env._(
                        "Enter the first and the last day of redeeming as month and day, as 12-01 and 12-31."
                    )
                )

    def _membership_company(self):
        """Return the company whose local days count for the cards."""
        self.ensure_one()
        return self.company_id or self.env["res.company"]._membership_first()

    def _membership_expires_on(self, day):
        """Return the last usable day of points that come in on ``day``, False: for ever."""
        self.ensure_one()
        return engine.expiry_of(self.membership_expiry, self.membership_expiry_count, day) or False

    def _membership_is_redeemable(self, day):
        """Tell whether points are redeemed on this day of the year (Q-24)."""
        self.ensure_one()
        ends = (self.membership_redeem_from, self.membership_redeem_to)
        return engine.is_redeemable(day, *(end and tuple(map(int, end.split("-"))) for end in ends))
