from odoo import models


class LoyaltyCardUpdateBalance(models.TransientModel):
    """A balance that is set right by hand: one adjustment with the words of who did it."""

    _inherit = "loyalty.card.update.balance"

    def action_update_card_point(self):
        with self.card_id._membership_because(kind="adjust", reason=self.description):
            return super().action_update_card_point()


class LoyaltyGenerateWizard(models.TransientModel):
    """Points that cards begin with are not earned."""

    _inherit = "loyalty.generate.wizard"

    def generate_coupons(self):
        with self.env["loyalty.card"]._membership_because(
            kind="opening", reason=self[:1].description or self.env._("Gift For Customer")
        ):
            return super().generate_coupons()
