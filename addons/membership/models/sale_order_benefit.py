from odoo import api, fields, models
from odoo.exceptions import UserError

from .membership_benefit_usage import LIVE


class MembershipBenefitUsage(models.Model):
    """Of which line of an order a benefit was used."""

    # one concern a file
    _inherit = "membership.benefit.usage"  # pylint: disable=consider-merging-classes-inherited

    sale_line_id = fields.Many2one(
        "sale.order.line", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    sale_order_id = fields.Many2one(related="sale_line_id.order_id")

    def action_cancel(self, reason=None):
        """What an order has used goes back by the order: the customer would keep the price else."""
        # sudo: only whether an order stands behind it
        for usage in () if self.env.su else self.sudo():
            if usage.state in LIVE and usage.sale_line_id.state == "sale":
                raise UserError(
                    self.env._(
                        "“%(usage)s” is used on %(order)s: cancel the order, or set the quantity to 0 there.",
                        usage=usage.display_name,
                        order=usage.sale_order_id.name,
                    )
                )
        return super().action_cancel(reason)


class SaleOrder(models.Model):
    """Benefits of the customer's card: confirming an order uses them, cancelling it gives them back."""

    # the benefits of orders are one concern
    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    membership_has_card = fields.Boolean(
        compute="_compute_membership_has_card", export_string_translation=False
    )

    @api.depends("partner_id", "company_id")
    def _compute_membership_has_card(self):
        for order in self:
            order.membership_has_card = bool(order._membership_benefit_cards())

    def _membership_benefit_cards(self):
        """Return the cards that the customer can use here."""
        self.ensure_one()
        if not self.partner_id:
            return self.env["loyalty.card"]
        # sudo: only whether there are any; whoever uses a benefit needs the right
        cards = (
            self.env["loyalty.card"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", self.partner_id.id),
                    ("is_membership", "=", True),
                    ("membership_state", "=", "active"),
                    ("company_id", "in", [self.company_id.id, False]),
                ]
            )
        )
        return cards.with_env(self.env)

    def action_membership_benefit(self):
        """Open the dialog that adds a benefit of the customer's card."""
        self.ensure_one()
        return self.env["loyalty.card"]._membership_dialog(
            "membership.benefit.order.wizard", self.env._("Use Benefit"), order_id=self.id
        )

    def action_confirm(self):
        result = super().action_confirm()
        self.order_line._membership_use_benefits()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        for order in self:
            # sudo: cancelling an order gives back what it used, whoever cancels
            used = order.order_line.sudo().membership_usage_ids.filtered(lambda usage: usage.state in LIVE)
            used.action_cancel(self.env._("%(order)s was cancelled.", order=order.name))
        return result

    def _membership_check_card(self, card):
        """Refuse the card of somebody else."""
        if card.partner_id != self.partner_id:
            raise UserError(
                self.env._(
                    "Card %(card)s is not one of %(customer)s.",
                    card=card.code,
                    customer=self.partner_id.display_name,
                )
            )

    def _membership_benefit_time(self):
        """Return when benefits of this order are used: on its delivery date, if that is to come."""
        self.ensure_one()
        now = fields.Datetime.now()
        return max(self.commitment_date or now, now)


class SaleOrderLine(models.Model):
    """A line that a benefit is used for: its quantity is how many, its discount what the member saves."""

    # likewise
    _inherit = "sale.order.line"  # pylint: disable=consider-merging-classes-inherited

    membership_benefit_id = fields.Many2one(
        "membership.benefit",
        "Benefit",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups="membership.group_user",
    )
    membership_benefit_card_id = fields.Many2one(
        "loyalty.card",
        "Card of the Benefit",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups="membership.group_user",
    )
    membership_usage_ids = fields.One2many(
        "membership.benefit.usage", "sale_line_id", "Benefits Used", groups="membership.group_user"
    )

    _membership_benefit_card = models.Constraint(
        "CHECK (membership_benefit_id IS NULL OR membership_benefit_card_id IS NOT NULL)",
        "A benefit on an order is one of a card: which one?",
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._membership_use_benefits()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if "product_uom_qty" in vals:
            self._membership_use_benefits()
        return result

    def copy_data(self, default=None):
        """A copy has no benefit, and therefore neither its price nor its words."""
        vals_list = super().copy_data(default)
        # sudo: whether there is a benefit, whoever copies
        for line, vals in zip(self.sudo(), vals_list, strict=True):
            if line.membership_benefit_id:
                for name in {"discount", "name"} - set(default or ()):
                    vals.pop(name, None)
        return vals_list

    @api.depends("membership_benefit_id")
    def _compute_discount(self):
        result = super()._compute_discount()
        for line in self:
            # sudo: the price of the benefit holds, whoever sells
            if benefit := line.sudo().membership_benefit_id:
                line.discount = max(line.discount, 100 - benefit.price_percent)
        return result

    def _get_sale_order_line_multiline_description_sale(self):
        text = super()._get_sale_order_line_multiline_description_sale()
        line = self.sudo()  # sudo: as above
        if not line.membership_benefit_id:
            return text
        benefit, card = line.membership_benefit_id, line.membership_benefit_card_id.code
        if not benefit.price_percent:
            said = self.env._("Benefit: %(benefit)s, free, card %(card)s", benefit=benefit.name, card=card)
        else:
            said = self.env._(
                "Benefit: %(benefit)s at %(percent)s %%, card %(card)s",
                benefit=benefit.name,
                percent=f"{benefit.price_percent:g}",
                card=card,
            )
        return f"{text}\n{said}"

    def _membership_use_benefits(self):
        """Use the benefits of confirmed lines, as many as they have; what is too many goes back.

        :raise UserError: a card is not entitled to so many, or is not the customer's
        """
        # sudo: who put the benefit on the order had the right; whoever confirms it uses it
        for line in self.sudo():
            if line.membership_benefit_id and line.state == "sale":
                line._membership_use_benefit()

    def _membership_use_benefit(self):
        self.ensure_one()
        used = self.membership_usage_ids.filtered(lambda usage: usage.state in LIVE).sorted("id")
        wanted = max(self.product_uom_qty, 0)
        when = used[:1].starts_at or self.order_id._membership_benefit_time()
        while used and sum(used.mapped("quantity")) > wanted:
            used[-1].action_cancel(self.env._("%(order)s was changed.", order=self.order_id.name))
            used = used[:-1]
        missing = wanted - sum(used.mapped("quantity"))
        if not missing:
            return
        card = self.membership_benefit_card_id._membership_final()
        self._membership_check_benefit(card)
        usage = self.membership_benefit_id.use(
            card, when, int(missing) if missing == int(missing) else missing, note=self.order_id.name
        )
        usage.sale_line_id = self

    def _membership_check_benefit(self, card):
        """Refuse cards of others, and products that the benefit is not for."""
        benefit = self.membership_benefit_id
        self.order_id._membership_check_card(card)
        if benefit.product_id and benefit.product_id != self.product_id:
            raise UserError(
                self.env._(
                    "“%(benefit)s” is for %(product)s only.",
                    benefit=benefit.name,
                    product=benefit.product_id.display_name,
                )
            )
