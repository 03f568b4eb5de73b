from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Two contacts that both hold a card become one with one card (E6)."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        result = super()._update_foreign_keys(src_partners, dst_partner)
        # sudo: as Odoo does; a friend who was recorded twice is a new friend once
        self.env["membership.friend"].sudo()._count_new(dst_partner)
        return result

    def _merge_loyalty_cards(self, src_partners, dst_partner):
        # sudo: as Odoo does; who may merge contacts has been checked
        Card = self.env["loyalty.card"].sudo()
        mine = [("is_membership", "=", True)]
        cards = Card.search([("partner_id", "in", src_partners.ids), *mine], order="id")
        kept = {
            card.program_id: card
            for card in Card.search([("partner_id", "=", dst_partner.id), *mine], order="id desc")
        }
        for card in cards:
            target = kept.setdefault(card.program_id, card)
            if target == card:
                card.partner_id = dst_partner
            else:
                target._membership_absorb(card)
        self._membership_merge_requests(src_partners | dst_partner)
        return super()._merge_loyalty_cards(src_partners, dst_partner)

    def _membership_merge_requests(self, partners):
        """Of several requests of one card the first stays: the database lets a customer ask once."""
        # sudo: as above
        Request = self.env["membership.card.request"].sudo()
        asked = Request.search([("partner_id", "in", partners.ids), ("state", "=", "requested")], order="id")
        for requests in asked.grouped("program_id").values():
            requests[1:]._withdraw()
