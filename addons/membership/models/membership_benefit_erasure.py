from odoo import api, models

#: what tells nothing about a person
KEPT = ("key",)


class MembershipBenefitUsage(models.Model):
    """Erasure of what was written when benefits were used (decisions 17): that they were used stays."""

    # one concern a file
    _inherit = "membership.benefit.usage"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise(self):
        """Blank the words of these uses; who calls has checked the right."""
        # sudo: erasure reaches what nobody may write; the right was checked
        self.env["service.erasure"]._blank(self.sudo(), KEPT)


class ResPartner(models.Model):
    # the erasure of benefits is one concern
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise_membership_benefits(self):
        """Blank what was written about these customers' benefits; who calls has checked the right."""
        # sudo: as above
        usages = self.env["membership.benefit.usage"].sudo()
        usages.search([("card_id.partner_id", "in", self.ids)])._anonymise()


class ServiceErasure(models.AbstractModel):
    # likewise
    _inherit = "service.erasure"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _erase(self, documents, tracked):
        """Erasure of contacts reaches all that was written about them as members."""
        result = super()._erase(documents, tracked)
        if documents._name == "res.partner":
            documents._anonymise_membership_cards()
            documents._anonymise_membership_blacklist()
            documents._anonymise_membership_benefits()
        return result
