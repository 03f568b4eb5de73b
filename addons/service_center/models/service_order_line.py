from odoo import api, fields, models

LINE_KINDS = [
    ("part", "Part"),
    ("labour", "Labour"),
    ("travel", "Travel"),
    ("freight", "Freight"),
    ("other", "Other"),
]


class ServiceOrderLine(models.Model):
    """A part, work or cost of a service order."""

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
    sequence = fields.Integer(default=10)
    kind = fields.Selection(LINE_KINDS, required=True, default="part")
    product_id = fields.Many2one(
        "product.product",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('sale_ok', '=', True)]",
    )
    name = fields.Char(
        "Description", compute="_compute_name", store=True, readonly=False, precompute=True, required=True
    )
    quantity = fields.Float(default=1.0, required=True, digits="Product Unit")
    part_state = fields.Selection(
        [("open", "Open"), ("used", "Used"), ("returned", "Returned")],
        "Part Is",
        default="open",
        required=True,
        copy=False,
        help="Whether a part was used or brought back; until then the order cannot be closed.",
    )

    @api.depends("product_id")
    def _compute_name(self):
        for line in self:
            line.name = line.name or line.product_id.display_name
