from odoo import api, fields, models

LINE_KINDS = [
    ("part", "Part"),
    ("labour", "Labour"),
    ("travel", "Travel"),
    ("freight", "Freight"),
    ("other", "Other"),
]
#: what work and costs are charged by, unless somebody chooses another product
PRODUCTS = {
    "labour": "service_center.product_labour",
    "travel": "service_center.product_travel",
    "freight": "service_center.product_freight",
}


class ServiceOrderLine(models.Model):
    """A part, work or cost of a service order, with the customer's price list and taxes."""

    _name = "service.order.line"
    _description = "Part or Work of a Service Order"
    _inherit = ["service.text.mixin"]
    _order = "order_id, sequence, id"
    _rec_name = "name"
    _check_company_auto = True

    order_id = fields.Many2one(
        "service.order", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(LINE_KINDS, required=True, default="part")
    product_id = fields.Many2one(
        "product.product",
        compute="_compute_product_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('sale_ok', '=', True)]",
    )
    name = fields.Char(
        "Item", compute="_compute_name", store=True, readonly=False, precompute=True, required=True
    )
    quantity = fields.Float(default=1.0, required=True, digits="Product Unit")
    uom_id = fields.Many2one(
        "uom.uom",
        "Unit",
        compute="_compute_uom_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
    )
    part_state = fields.Selection(
        [("open", "Open"), ("used", "Used"), ("returned", "Returned")],
        "Part Is",
        default="open",
        required=True,
        copy=False,
        help="Whether a part was used or brought back; until then the order cannot be closed.",
    )

    # Price
    list_price = fields.Float(
        "Price of the Price List",
        compute="_compute_price_unit",
        store=True,
        precompute=True,
        digits="Product Price",
        aggregator=None,
    )
    price_unit = fields.Float(
        "Unit Price",
        compute="_compute_price_unit",
        store=True,
        readonly=False,
        precompute=True,
        digits="Product Price",
        aggregator=None,
    )
    tax_ids = fields.Many2many(
        "account.tax",
        "service_order_line_tax_rel",
        "line_id",
        "tax_id",
        string="Taxes",
        compute="_compute_tax_ids",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        domain="[('type_tax_use', '=', 'sale'), ('company_id', 'parent_of', company_id)]",
    )
    price_subtotal = fields.Monetary("Subtotal", compute="_compute_amounts", store=True, precompute=True)
    price_total = fields.Monetary("Total", compute="_compute_amounts", store=True, precompute=True)

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "A quantity has to be above zero.")
    _price_not_negative = models.Constraint("CHECK (price_unit >= 0)", "A price cannot be negative.")

    @api.depends("kind")
    def _compute_product_id(self):
        """Work and costs have products of their own; parts are chosen."""
        usual = {kind: self.env.ref(xmlid, raise_if_not_found=False) for kind, xmlid in PRODUCTS.items()}
        products = {product.id for product in usual.values() if product}
        for line in self:
            if line.product_id.id in products or not line.product_id:
                line.product_id = usual.get(line.kind)
            else:
                line.product_id = line.product_id

    @api.depends("product_id")
    def _compute_name(self):
        for line in self:
            own_text = line.name and line.product_id == line._origin.product_id
            line.name = line.name if own_text else line.product_id.display_name or line.name

    @api.depends("product_id")
    def _compute_uom_id(self):
        for line in self:
            line.uom_id = line.product_id.uom_id if line.product_id else line.uom_id

    @api.depends("product_id", "quantity", "uom_id", "order_id.pricelist_id")
    def _compute_price_unit(self):
        """Follow the customer's price list, unless somebody set another price."""
        for line in self:
            order = line.order_id
            if not line.product_id or order._is_priced():
                line.price_unit, line.list_price = line.price_unit, line.list_price
                continue
            price = order.pricelist_id._get_product_price(
                line.product_id.with_company(line.company_id),
                line.quantity or 1.0,
                currency=order.currency_id,
                uom=line.uom_id,
                date=order.received_at or fields.Datetime.now(),
            )
            by_hand = line.price_unit and line.list_price != line.price_unit
            line.price_unit, line.list_price = line.price_unit if by_hand else price, price

    @api.depends("product_id", "order_id.partner_id", "company_id")
    def _compute_tax_ids(self):
        Position = self.env["account.fiscal.position"]
        for order, lines in self.grouped("order_id").items():
            if order._is_priced():
                for line in lines:
                    line.tax_ids = line.tax_ids
                continue
            company = order.company_id or self.env.company
            position = Position.with_company(company)._get_fiscal_position(order.partner_id)
            for line in lines:
                taxes = line.product_id.taxes_id._filter_taxes_by_company(company)
                line.tax_ids = position.map_tax(taxes)

    @api.depends("quantity", "price_unit", "tax_ids", "order_id.currency_id")
    def _compute_amounts(self):
        for line in self:
            line.price_subtotal, line.price_total = line._get_amounts()

    def _get_amounts(self, discount=0.0):
        """Return (without, with taxes) what the line costs, computed as invoices compute it."""
        self.ensure_one()
        Tax = self.env["account.tax"]
        company = self.company_id or self.env.company
        base_line = Tax._prepare_base_line_for_taxes_computation(
            self,
            quantity=self.quantity,
            discount=discount,
            partner_id=self.order_id.partner_id,
            currency_id=self.currency_id or company.currency_id,
            product_uom_id=self.uom_id,
        )
        Tax._add_tax_details_in_base_line(base_line, company)
        Tax._round_base_lines_tax_details([base_line], company)
        details = base_line["tax_details"]
        return details["total_excluded_currency"], details["total_included_currency"]
