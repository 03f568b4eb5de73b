from odoo import models

#: months and amounts tell nothing about who it was
KEPT = ("evidence",)


class MembershipBlacklist(models.Model):
    """Erasure of what was written about members on the blacklist (decisions 17): that they were stays."""

    # one concern a file
    _inherit = "membership.blacklist"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise(self):
        """Blank the words of these entries and what surrounds them; who calls has checked the right."""
        # sudo: erasure reaches what nobody may write
        entries = self.sudo()
        Erasure = self.env["service.erasure"]
        Erasure._erase_around(entries, Erasure._blank(entries, KEPT))


class ResPartner(models.Model):
    # the erasure of the blacklist is one concern
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise_membership_blacklist(self):
        """Blank what was written about these customers; who calls has checked the right."""
        # sudo: as above
        entries = self.env["membership.blacklist"].sudo()
        entries.search([("partner_id", "in", self.ids)])._anonymise()
