from odoo import api, fields, models
from odoo.exceptions import ValidationError

KIND = "special_warranty"


class ServiceAuthorityLevel(models.Model):
    # one concern a file
    _inherit = "service.authority.level"  # pylint: disable=consider-merging-classes-inherited

    approves_special_warranty = fields.Boolean(
        "Authorises Special-case Warranty",
        help="Where a level does, only such levels approve special-case warranty, within their limits.",
    )


class ServiceCompensation(models.Model):
    """Special-case warranty: applied for, authorised by technical support, never in full (CARMK-COMP-01)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.compensation"  # pylint: disable=consider-merging-classes-inherited

    claimed_amount = fields.Monetary(
        "Cost Claimed", help="Of special-case warranty: what was applied for; a part of it is reimbursed."
    )

    @api.constrains("kind", "claimed_amount", "amount_currency")
    def _check_claimed(self):
        for one in self.filtered(lambda one: one.kind == KIND and not one.reverses_id):
            if one.currency_id.compare_amounts(one.amount_currency, one.claimed_amount) >= 0:
                raise ValidationError(
                    self.env._(
                        "Special-case warranty reimburses a part of the cost: enter the cost that is "
                        "claimed, and less than that as the amount."
                    )
                )

    def _get_levels(self):
        """Return the levels that may decide about this compensation, lowest first."""
        levels = super()._get_levels()
        if self.kind != KIND:
            return levels
        own = self.env["service.authority.level"].sudo()  # sudo: who decides what is no secret inside
        special = own.search(
            [("company_id", "=", self.company_id.id), ("approves_special_warranty", "=", True)],
            order="sequence, id",
        )
        pack = self.complaint_id._get_service_pack()
        special = special.filtered(lambda level: not pack or level.pack_code in (pack, False))
        return special or levels
