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
        behaviour = entries.filtered(lambda entry: entry.kind == "behaviour")
        names = Erasure._blank(entries - behaviour, KEPT)
        # a reason is needed: that there was one stays
        Erasure._blank(behaviour, KEPT, {"reason": entries.env._("Anonymised")})
        Erasure._erase_around(entries, [*names, "reason"])


class ResPartner(models.Model):
    # the erasure of the blacklist is one concern
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise_membership_blacklist(self):
        """Blank what was written about these customers, also on cards; who calls has checked the right."""
        # sudo: as above
        system = self.sudo().with_context(active_test=False).env
        system["membership.blacklist"].search([("partner_id", "in", self.ids)])._anonymise()
        cards = system["loyalty.card"].search([("partner_id", "in", self.ids), ("is_membership", "=", True)])
        cards.write({"membership_state_reason": False})
        system["service.erasure"]._erase_around(cards, ["membership_state_reason"])
