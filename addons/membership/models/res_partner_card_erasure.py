from odoo import models

#: what tells nothing about a person
KEPT = {
    "membership.card.code": ("code",),
    "membership.card.opening": ("number", "tier_code", "import_key"),
    "membership.card.request": (),
    "membership.gift": (),
}


class ResPartner(models.Model):
    """Erasure of what was written on cards (decisions 17); numbers, points and days stay in the ledger."""

    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise_membership_cards(self):
        """Blank what people wrote about these members' cards; who calls has checked the right."""
        # sudo: erasure reaches what nobody may write; the right was checked
        env = self.env(su=True, context={**self.env.context, "active_test": False, "tracking_disable": True})
        eraser = env["service.erasure"]
        cards = env["loyalty.card"].search([("partner_id", "in", self.ids), ("is_membership", "=", True)])
        cards.write({"membership_state_reason": False})
        env["membership.point.move"].search([("card_id", "in", cards.ids)]).write({"reason": False})
        notes = env["loyalty.history"].search([("card_id", "in", cards.ids), ("order_id", "in", [False, 0])])
        notes.write({"description": self.env._("Anonymised")})
        for model, keep in KEPT.items():
            link = "partner_id" if model == "membership.card.request" else "card_id.partner_id"
            records = env[model].search([(link, "in", self.ids)])
            names = eraser._blank(records, keep)
            if "message_ids" in records._fields:
                eraser._erase_around(records, names)
        eraser._erase_around(cards, ["membership_state_reason"])
