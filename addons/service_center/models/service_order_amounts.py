from odoo import api, fields, models

from ..engine import order_lifecycle


class ServiceOrder(models.Model):
    """What a service order costs, in the customer's price list."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    pricelist_id = fields.Many2one(
        "product.pricelist",
        compute="_compute_pricelist_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", store=True, precompute=True, ondelete="restrict"
    )
    amount_untaxed = fields.Monetary("Untaxed Amount", compute="_compute_order_amounts", store=True)
    amount_total = fields.Monetary("Total", compute="_compute_order_amounts", store=True)

    customer_amount = fields.Monetary("Customer Pays", compute="_compute_order_amounts", store=True)
    customer_total = fields.Monetary("Customer Pays With Taxes", compute="_compute_order_amounts", store=True)
    company_amount = fields.Monetary("Company Bears", compute="_compute_order_amounts", store=True)

    @api.depends("partner_id", "company_id")
    def _compute_pricelist_id(self):
        for company, orders in self.grouped("company_id").items():
            for order in orders.with_company(company):
                if order._is_priced():
                    order.pricelist_id = order.pricelist_id
                else:
                    order.pricelist_id = order.partner_id.property_product_pricelist

    def _is_priced(self):
        """Whether the prices are history, which nothing changes any more."""
        self.ensure_one()
        return self.state in order_lifecycle.ENDED_STATES

    @api.depends("pricelist_id", "company_id")
    def _compute_currency_id(self):
        for order in self:
            order.currency_id = order.pricelist_id.currency_id or order.company_id.currency_id

    @api.depends(
        "line_ids.price_subtotal",
        "line_ids.price_total",
        "line_ids.customer_amount",
        "line_ids.customer_total",
    )
    def _compute_order_amounts(self):
        for order in self:
            order.amount_untaxed = sum(order.line_ids.mapped("price_subtotal"))
            order.amount_total = sum(order.line_ids.mapped("price_total"))
            order.customer_amount = sum(order.line_ids.mapped("customer_amount"))
            order.customer_total = sum(order.line_ids.mapped("customer_total"))
            decided = order.line_ids.filtered("liability")
            order.company_amount = sum(decided.mapped("price_subtotal")) - order.customer_amount
