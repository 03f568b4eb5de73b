from odoo import api, models


class LoyaltyReward(models.Model):
    """Gifts at the desk: what is handed out and what it costs, not how the program calls it."""

    _inherit = "loyalty.reward"

    @api.depends_context("membership_gift")
    def _compute_display_name(self):
        if not self.env.context.get("membership_gift"):
            return super()._compute_display_name()
        Card = self.env["loyalty.card"]
        for reward in self:
            products = reward.reward_product_ids
            # a tag may stand for very many products: the name of the reward says it then
            name = products.name if len(products) == 1 else reward.description
            reward.display_name = f"{name} · {Card._membership_format(reward.required_points)}"
        return None
