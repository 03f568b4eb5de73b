from odoo import api, fields, models

#: what confirming or cancelling an order changes
MEASURES = ("spend", "visits", "trips")


class SaleOrder(models.Model):
    """Prices and discount of the buyer's tier, and judging buyers when an order is confirmed or cancelled."""

    # one concern a file
    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    membership_tier_ids = fields.Many2many(
        "membership.tier", string="Tiers of the Customer", compute="_compute_membership_tier_ids"
    )
    membership_benefit_text = fields.Text("Benefits", compute="_compute_membership_tier_ids")

    @api.depends("partner_id", "company_id")
    def _compute_membership_tier_ids(self):
        # sudo: the tier is shown to whoever sells to the member
        Card = self.env["loyalty.card"].sudo()
        cards = Card.search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("is_membership", "=", True),
                ("membership_state", "=", "active"),
                ("membership_tier_id", "!=", False),
            ]
        )
        for order in self:
            mine = cards.filtered(
                lambda card, order=order: (
                    card.partner_id == order.partner_id
                    and card.company_id in (order.company_id, Card.company_id)
                )
            )
            order.membership_tier_ids = mine.membership_tier_id
            texts = mine.membership_tier_id.filtered("description").mapped("description")
            order.membership_benefit_text = "\n".join(texts) or False

    @api.depends("partner_id", "company_id")
    def _compute_pricelist_id(self):
        result = super()._compute_pricelist_id()
        for order in self.filtered(lambda order: order.state == "draft"):
            # sudo: the price list of the tier applies, whoever sells
            tiers = order.membership_tier_ids.sudo().filtered(
                lambda tier, order=order: (
                    tier.pricelist_id.active
                    and tier.pricelist_id.company_id in (order.company_id, order.company_id.browse())
                )
            )
            if tiers:
                order.pricelist_id = tiers.sorted("threshold")[-1].pricelist_id
        return result

    def action_confirm(self):
        result = super().action_confirm()
        self.partner_id._membership_judge_at_once(MEASURES)
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self.partner_id._membership_judge_at_once(MEASURES)
        return result


class SaleOrderLine(models.Model):
    # the discount of the tier is one concern with its price list
    _inherit = "sale.order.line"  # pylint: disable=consider-merging-classes-inherited

    @api.depends("order_id.membership_tier_ids")
    def _compute_discount(self):
        result = super()._compute_discount()
        for line in self:
            if line.display_type or line.is_reward_line or line.is_downpayment:
                continue
            # sudo: the discount of the tier applies, whoever sells
            best = max(line.order_id.membership_tier_ids.sudo().mapped("discount"), default=0)
            line.discount = max(line.discount, best)
        return result
