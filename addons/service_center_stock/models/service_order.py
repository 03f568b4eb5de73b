from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import float_compare

from odoo.addons.service_center.engine import order_lifecycle as engine

#: the work is over: what was used is used
OVER = (*engine.DONE_STATES, engine.CLOSED)


class ServiceOrder(models.Model):
    """Parts that the customer does not pay leave the stock with the work; those that are paid, by the sale.

    What has left is compared with what was used, whatever happened in between: the difference leaves or
    comes back. So nothing leaves twice.
    """

    _inherit = "service.order"

    parts_picking_ids = fields.One2many("stock.picking", "service_order_id", string="Transfers of Parts")
    parts_picking_count = fields.Integer(
        "Number of Transfers of Parts", compute="_compute_parts_picking_count", compute_sudo=True
    )

    @api.depends("parts_picking_ids")
    def _compute_parts_picking_count(self):
        for order in self:
            order.parts_picking_count = len(order.parts_picking_ids)

    def action_open_parts_pickings(self):
        """Show the transfers of the parts that were used."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.action_picking_tree_all")
        action["domain"] = [("service_order_id", "=", self.id)]
        action["context"] = {"create": False}
        return action

    def _follow_state(self, source, target, wait, ended_at):
        """Let the parts leave once the work is done; they come back when it is taken up again."""
        result = super()._follow_state(source, target, wait, ended_at)
        if (source in OVER) != (target in OVER):
            self._move_parts()
        return result

    def _correct_parts(self):
        """Lines changed: that matters to the stock where the work is over."""
        self.filtered(lambda order: order.state in OVER)._move_parts()

    def _move_parts(self):
        """Have the stock follow what these orders used; history used nothing of today's stock."""
        # sudo: who works on orders need not work in the warehouse; only what was used moves
        for order in self.sudo().filtered(lambda one: not one.is_history):
            wanted = order._get_parts_to_leave()
            if not wanted and not order.parts_picking_ids:
                continue
            open_ones = order.parts_picking_ids.filtered(lambda one: one.state not in ("done", "cancel"))
            if open_ones and order._is_more_or_less(wanted, order._get_parts_gone()):
                open_ones.action_cancel()
            gone = order._get_parts_gone()
            out, back = {}, {}
            for product in wanted.keys() | gone.keys():
                rest = wanted.get(product, 0.0) - gone.get(product, 0.0)
                rounding = product.uom_id.rounding
                if float_compare(rest, 0.0, precision_rounding=rounding) > 0:
                    out[product] = rest
                elif float_compare(rest, 0.0, precision_rounding=rounding) < 0:
                    back[product] = -rest
            order._transfer_parts(out, back)

    @api.model
    def _is_more_or_less(self, wanted, gone):
        return any(
            float_compare(
                wanted.get(product, 0.0), gone.get(product, 0.0), precision_rounding=product.uom_id.rounding
            )
            for product in wanted.keys() | gone.keys()
        )

    def _get_parts_to_leave(self):
        """Return {product: quantity in its unit} of what was used and nothing else takes from the stock."""
        self.ensure_one()
        wanted = defaultdict(float)
        if self.state not in OVER:
            return wanted
        for line in self._get_used_parts().filtered("product_id.is_storable"):
            # an accepted quotation delivers what it charges, all of it
            if line.liability and not line.customer_amount:
                wanted[line.product_id] += line.uom_id._compute_quantity(
                    line.quantity, line.product_id.uom_id, round=False, raise_if_failure=False
                )
        for product, quantity in self._get_parts_moved_elsewhere().items():
            if product in wanted:
                wanted[product] = max(wanted[product] - quantity, 0.0)
        return wanted

    def _get_parts_gone(self):
        """Return {product: quantity in its unit} of what left, or is to leave, less what came back."""
        self.ensure_one()
        gone = defaultdict(float)
        for move in self.parts_picking_ids.move_ids.filtered(lambda one: one.state != "cancel"):
            quantity = move.quantity if move.state == "done" else move.product_uom_qty
            quantity = move.product_uom._compute_quantity(quantity, move.product_id.uom_id, round=False)
            is_back = move.location_id.usage == "customer"
            gone[move.product_id] += -quantity if is_back else quantity
        return gone

    def _transfer_parts(self, out, back):
        """Do the transfers of {product: quantity}; with serial numbers, the warehouse says which ones."""
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company_id.id)], limit=1)
        if not warehouse or not (out or back):
            return
        place = self.employee_id.service_location_id or warehouse.lot_stock_id
        customers = self.partner_id.property_stock_customer or self.env.ref("stock.stock_location_customers")
        outgoing = warehouse.out_type_id
        incoming = outgoing.return_picking_type_id or warehouse.in_type_id
        for picking_type, source, target, quantities in (
            (outgoing, place, customers, out),
            (incoming, customers, place, back),
        ):
            is_numbered = {product for product in quantities if product.tracking != "none"}
            for products in (quantities.keys() - is_numbered, is_numbered):
                if not products:
                    continue
                picking = self.parts_picking_ids.create(
                    self._prepare_parts_transfer(picking_type, source, target, products, quantities)
                )
                picking.action_confirm()
                if products is is_numbered:
                    picking.action_assign()
                    continue
                for move in picking.move_ids:
                    move.quantity = move.product_uom_qty
                    move.picked = True
                picking._action_done()
        self.invalidate_recordset(["parts_picking_ids"])

    def _prepare_parts_transfer(self, picking_type, source, target, products, quantities):
        return {
            "service_order_id": self.id,
            "picking_type_id": picking_type.id,
            "partner_id": self.partner_id.id,
            "location_id": source.id,
            "location_dest_id": target.id,
            "company_id": self.company_id.id,
            "origin": self.name,
            "move_ids": [
                fields.Command.create(
                    {
                        "product_id": product.id,
                        "product_uom_qty": quantities[product],
                        "product_uom": product.uom_id.id,
                        "location_id": source.id,
                        "location_dest_id": target.id,
                        "company_id": self.company_id.id,
                    }
                )
                for product in sorted(products, key=lambda one: one.id)
            ],
        }
