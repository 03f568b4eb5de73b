from odoo import models


class SaleOrder(models.Model):
    """The parts of a service order leave the stock when its work is invoiced: they are used by then."""

    _inherit = "sale.order"

    def _service_mark_delivered(self):
        """Do the transfers of the parts, too; without that Odoo invoices none of them."""
        result = super()._service_mark_delivered()
        pickings = self.picking_ids.filtered(
            lambda one: one.state not in ("done", "cancel") and one.location_dest_id.usage == "customer"
        )
        for picking in pickings:
            for move in picking.move_ids.filtered(lambda one: one.state not in ("done", "cancel")):
                move.quantity = move.product_uom_qty
                move.picked = True
            picking._action_done()
        return result
