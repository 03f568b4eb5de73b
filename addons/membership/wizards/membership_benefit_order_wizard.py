from odoo import api, fields, models
from odoo.exceptions import UserError


class MembershipBenefitOrderWizard(models.TransientModel):
    """Use Benefit at an order: a line with the price of the benefit; confirming the order uses it."""

    _name = "membership.benefit.order.wizard"
    _description = "Use a Benefit on an Order"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade", readonly=True)
    card_ids = fields.Many2many(
        "loyalty.card", string="Cards", compute="_compute_card_ids", export_string_translation=False
    )
    card_id = fields.Many2one(
        "loyalty.card",
        required=True,
        ondelete="cascade",
        domain="[('id', 'in', card_ids)]",
        compute="_compute_card_id",
        store=True,
        precompute=True,
        readonly=False,
    )
    offered_ids = fields.Many2many(
        "membership.benefit", compute="_compute_offered_ids", export_string_translation=False
    )
    benefit_id = fields.Many2one(
        "membership.benefit",
        required=True,
        ondelete="cascade",
        domain="[('id', 'in', offered_ids)]",
        compute="_compute_benefit_id",
        store=True,
        precompute=True,
        readonly=False,
    )
    product_id = fields.Many2one(
        "product.product",
        ondelete="cascade",
        domain="[('sale_ok', '=', True)]",
        compute="_compute_product_id",
        store=True,
        precompute=True,
        readonly=False,
    )
    is_of_product = fields.Boolean(compute="_compute_is_of_product", export_string_translation=False)
    quantity = fields.Integer(default=1, required=True)
    price_percent = fields.Float(related="benefit_id.price_percent")
    left_text = fields.Char("Left", compute="_compute_left_text")
    line_id = fields.Many2one("sale.order.line", readonly=True, ondelete="set null")

    @api.depends("order_id")
    def _compute_card_ids(self):
        for dialog in self:
            dialog.card_ids = dialog.order_id and dialog.order_id._membership_benefit_cards()

    @api.depends("order_id")
    def _compute_card_id(self):
        for dialog in self:
            dialog.card_id = dialog.card_ids[:1]

    @api.depends("card_id")
    def _compute_offered_ids(self):
        for dialog in self:
            card = dialog.card_id
            card.check_access("read")
            when = dialog.order_id._membership_benefit_time() if card else None
            dialog.offered_ids = [
                one["benefit"].id
                for one in (card._membership_benefits(when) if card else [])
                if one["entitled"] and one["left"] != 0
            ]

    @api.depends("card_id")
    def _compute_benefit_id(self):
        """The only one there is needs no choosing."""
        for dialog in self:
            kept = dialog.benefit_id if dialog.benefit_id in dialog.offered_ids else False
            dialog.benefit_id = kept or (len(dialog.offered_ids) == 1 and dialog.offered_ids)

    @api.depends("benefit_id")
    def _compute_product_id(self):
        for dialog in self:
            dialog.product_id = dialog.benefit_id.product_id

    @api.depends("benefit_id")
    def _compute_is_of_product(self):
        for dialog in self:
            dialog.is_of_product = bool(dialog.benefit_id.product_id)

    @api.depends("card_id", "benefit_id")
    def _compute_left_text(self):
        for dialog in self:
            card, benefit = dialog.card_id, dialog.benefit_id
            if card and benefit:
                card.check_access("read")
                dialog.left_text = benefit._explain_left(card, dialog.order_id._membership_benefit_time())
            else:
                dialog.left_text = False

    def action_apply(self):
        """Add the line; pressed twice, it is added once."""
        self.ensure_one()
        if self.line_id:
            return {"type": "ir.actions.act_window_close"}
        if not self.benefit_id or not self.product_id:
            raise UserError(self.env._("Which benefit is used, and for which product? Choose them."))
        self._check_apply()
        self.line_id = self.env["sale.order.line"].create(
            {
                "order_id": self.order_id.id,
                "product_id": self.product_id.id,
                "product_uom_qty": self.quantity,
                "membership_benefit_id": self.benefit_id.id,
                "membership_benefit_card_id": self.card_id.id,
            }
        )
        return {"type": "ir.actions.act_window_close"}

    def _check_apply(self):
        """Refuse what confirming the order would refuse; its other lines with the benefit count."""
        order, benefit, card = self.order_id, self.benefit_id, self.card_id
        if order.state == "cancel" or order.locked:
            raise UserError(self.env._("%(order)s cannot be changed any more.", order=order.name))
        benefit._check_may_use(card)
        order._membership_check_card(card)
        benefit._check_number(self.quantity, 1)
        planned = order.order_line.filtered(
            lambda line: (
                line.state != "sale"
                and (line.membership_benefit_id, line.membership_benefit_card_id) == (benefit, card)
            )
        )
        when = order._membership_benefit_time()
        now = fields.Datetime.now()
        benefit._get_granted(
            card,
            benefit._to_moment(when)[0],
            self.quantity + int(sum(planned.mapped("product_uom_qty"))),
            notice=(when - now).total_seconds() / 3600 if when > now else None,
        )
