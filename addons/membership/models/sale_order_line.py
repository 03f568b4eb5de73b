from contextlib import nullcontext

from odoo import api, models


class SaleOrderLine(models.Model):
    """Rewards that are added, changed or removed after the order was confirmed."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        orders = self.env["sale.order"].browse({vals.get("order_id") for vals in vals_list} - {None, False})
        with self._membership_because_of(orders):
            return super().create(vals_list)

    def write(self, vals):
        with self._membership_because_of(self.order_id if "points_cost" in vals else self.order_id.browse()):
            return super().write(vals)

    def unlink(self):
        with self._membership_because_of(self.order_id):
            return super().unlink()

    def _membership_because_of(self, orders):
        """Name the order as the cause of what its lines spend; what comes back is given back."""
        if len(orders) != 1:
            return nullcontext()
        return self.env["loyalty.card"]._membership_because(
            kind="document", document=orders, reason=orders.name, give_back=True
        )
