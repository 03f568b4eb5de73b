from odoo import models


class ResPartner(models.Model):
    """Erasure of a customer reaches what was written about the membership, too (decisions 17)."""

    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise(self):
        # sudo: erasure reaches what no manager may write; super() checks the right
        people = self.sudo()._get_own_addresses()
        result = super()._anonymise()
        people._anonymise_membership_benefits()
        people._anonymise_membership_cards()
        people._anonymise_membership_blacklist()
        return result
