from odoo import api, models


class ServiceErasure(models.AbstractModel):
    """Erasure of a contact reaches its cards (decisions 17): points stay, and add up; words go."""

    _inherit = "service.erasure"

    @api.model
    def _erase(self, documents, tracked):
        result = super()._erase(documents, tracked)
        if documents._name == "res.partner":
            cards = self.env["loyalty.card"].search([("partner_id", "in", documents.ids)])
            cards.filtered("is_membership")._membership_anonymise()
        return result


class LoyaltyCard(models.Model):
    # likewise
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    def _membership_anonymise(self):
        """Erase what was written about the members of these cards; who calls has checked the right."""
        # sudo: erasure reaches what nobody may write; the right was checked
        cards = self.sudo().with_context(active_test=False)
        cards.point_move_ids.write({"reason": False})
        cards.history_ids.write({"description": self.env._("Anonymised")})
        self.env["service.erasure"]._erase_around(cards, ["partner_id"])
