from odoo import models


class LoyaltyCardUpdateBalance(models.TransientModel):
    """A balance that is set right by hand: one adjustment with the words of who did it."""

    _inherit = "loyalty.card.update.balance"

    def action_update_card_point(self):
        card = self.card_id
        if card.is_membership:
            # the new balance is what remains, also where points fell due and the job is late
            card.check_access("write")
            card.sudo()._membership_lock()  # sudo: the right was checked
            card.sudo()._membership_expire_due()  # sudo: likewise
        with card._membership_because(kind="adjust", note=self.description):
            return super().action_update_card_point()


class LoyaltyGenerateWizard(models.TransientModel):
    """Points that cards begin with are not earned."""

    _inherit = "loyalty.generate.wizard"

    def generate_coupons(self):
        note = self[:1].description or self.env._("Gift for Customer")
        with self.env["loyalty.card"]._membership_because(kind="opening", note=note):
            return super().generate_coupons()
