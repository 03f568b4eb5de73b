from odoo import models
from odoo.exceptions import UserError


class LoyaltyProgram(models.Model):
    """Nobody who is on the blacklist with all cards gets a new one."""

    # one concern a file
    _inherit = "loyalty.program"  # pylint: disable=consider-merging-classes-inherited

    def _membership_check_holder(self, partner):  # pylint: disable=missing-return
        super()._membership_check_holder(partner)
        # sudo: only whether there is one
        found = (
            self.env["membership.blacklist"]
            .sudo()
            .search_count(
                [
                    ("partner_id", "=", partner.id),
                    ("state", "=", "confirmed"),
                    ("scope", "=", "member"),
                    ("company_id", "=", self._membership_company().id),
                ],
                limit=1,
            )
        )
        if found:
            raise UserError(self.env._("%(member)s is on the blacklist.", member=partner.name))
