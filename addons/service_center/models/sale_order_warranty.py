import math
from collections import defaultdict

from odoo import api, fields, models

#: what a return gives back when it is taken back; a cancelled sale that is confirmed again is a new one
RETURNED = "sale_returned"


class SaleOrder(models.Model):
    """Confirmed sales start warranties, cancelled ones end them. Odoo's own operation is never stopped."""

    # one concern a file
    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    service_warranty_ids = fields.One2many(
        "service.warranty", "sale_order_id", "Warranties", groups="service_center.group_user"
    )
    service_warranty_count = fields.Integer(
        "Number of Warranties",
        compute="_compute_service_warranty_count",
        groups="service_center.group_user",
    )

    @api.depends("service_warranty_ids")
    def _compute_service_warranty_count(self):
        groups = self.env["service.warranty"]._read_group(
            [("sale_order_id", "in", self.ids)], ["sale_order_id"], ["__count"]
        )
        counts = {order.id: count for order, count in groups}
        for order in self:
            order.service_warranty_count = counts.get(order.id, 0)

    def _action_confirm(self):
        result = super()._action_confirm()
        self.order_line._sync_service_warranties()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self.order_line._sync_service_warranties()
        return result

    def unlink(self):
        """Deleted orders leave their items, which name none any more."""
        # sudo: selling needs no rights on warranties
        self.sudo().order_line._forget_service_warranties()
        return super().unlink()

    def action_service_warranties(self):
        """Show the warranties of the items that were sold with this order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_warranty_action")
        action["domain"] = [("sale_order_id", "=", self.id)]
        action["context"] = {"create": False}
        return action


class SaleOrderLine(models.Model):
    """An item sold for each whole unit of a line; an addon that knows deliveries and serial numbers says
    more: ``_get_service_units``, ``_get_service_serials``, ``_get_service_start``.
    """

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.state == "sale")._sync_service_warranties()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if {"product_uom_qty", "product_uom_id", "product_id"} & vals.keys():
            self.filtered(lambda line: line.state == "sale")._sync_service_warranties()
        return result

    def unlink(self):
        # sudo: selling needs no rights on warranties
        self.sudo()._forget_service_warranties()
        return super().unlink()

    def _forget_service_warranties(self):
        """Let the items of these lines name neither line nor order any more."""
        Warranty = self.env["service.warranty"].with_context(active_test=False)
        items = Warranty.search([("sale_line_id", "in", self.ids)])
        if items:
            items._write_stepped({"sale_line_id": False, "sale_order_id": False})
            items.flush_recordset()

    def _sync_service_warranties(self):
        """Have one live warranty for each unit of these lines that is sold and was not given back."""
        # sudo: selling starts warranties, whoever sells; nothing is decided by the seller
        lines = self.sudo()
        Warranty = lines.env["service.warranty"].with_context(active_test=False)
        by_line = defaultdict(Warranty.browse)
        for warranty in Warranty.search([("sale_line_id", "in", lines.ids)], order="id"):
            by_line[warranty.sale_line_id] |= warranty
        new = []
        for line in lines:
            items, wanted = by_line[line], line._get_service_units()
            live = items.filtered(lambda item: not item.closed_by)
            if len(live) > wanted:
                reason = "sale_cancelled" if line.state == "cancel" else RETURNED
                live[wanted:]._close_sold(reason)
            elif len(live) < wanted:
                back = items._reopen_returned(wanted - len(live))
                new += line._prepare_service_warranties(wanted - len(live) - len(back))
        if new:
            Warranty._register_sold(new)

    def _get_service_units(self):
        """Return of how many whole units the customer has the warranty: sold, and not given back."""
        self.ensure_one()
        product = self.product_id
        if self.state != "sale" or product.type != "consu" or self.display_type or self.is_downpayment:
            return 0
        quantity = self.product_uom_qty - self._get_service_returned()
        if self.product_uom_id and self.product_uom_id != product.uom_id:
            quantity = self.product_uom_id._compute_quantity(quantity, product.uom_id, round=False)
        return max(math.ceil(round(quantity, 6)), 0)

    def _get_service_returned(self):
        """Return the quantity that posted credit notes give back at the full price.

        A credit note at a lower price reduces what the item cost; the customer keeps it.
        """
        self.ensure_one()
        returned = 0.0
        for line in self.invoice_lines:
            if line.move_id.move_type != "out_refund" or line.parent_state != "posted":
                continue
            full = self.price_unit * (1 - self.discount / 100)
            if line.price_unit * (1 - line.discount / 100) >= full - self.currency_id.rounding:
                unit = line.product_uom_id or self.product_uom_id
                returned += unit._compute_quantity(line.quantity, self.product_uom_id, round=False)
        return returned

    def _get_service_serials(self, count):
        """Return the serial numbers of so many units of this line, False where none is known."""
        return [False] * count

    def _get_service_start(self):
        """Return (basis, day) of the start of the warranties of this line."""
        company = self.company_id
        today = company._service_day()
        # who dates an order into the future has sold it today
        return "purchase", min(company._service_day(self.order_id.date_order), today)

    def _prepare_service_warranties(self, count):
        """Return the values of so many warranties of this line; none where no term starts with sales."""
        self.ensure_one()
        if count <= 0:
            return []
        basis, start = self._get_service_start()
        company = self.company_id
        bought = min(company._service_day(self.order_id.date_order), company._service_day())
        Term = self.env["service.warranty.term"]
        term = Term.browse(Term._choose(self.product_id, company, bought).id)
        if not term.from_sale:
            return []
        vals = {
            "origin": "sale",
            "company_id": company.id,
            "product_id": self.product_id.id,
            "partner_id": self.order_id.partner_id.id,
            "sale_line_id": self.id,
            "sale_order_id": self.order_id.id,
            "term_id": term.id,
            "purchase_date": bought,
            "start_basis": basis,
            "start_date": start,
            "proof": "sale",
        }
        return [{**vals, "serial": serial} for serial in self._get_service_serials(count)]
