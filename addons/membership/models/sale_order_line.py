from odoo import api, models


class SaleOrderLine(models.Model):
    """Rewards that are added, changed or removed after the order was confirmed."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        spending = [vals for vals in vals_list if vals.get("coupon_id")]
        if len({vals.get("order_id") for vals in spending}) > 1:
            return self.browse([self.create([vals]).id for vals in vals_list])
        order = self.env["sale.order"].browse(spending[0].get("order_id") if spending else False)
        with self._membership_because_of(order):
            return super().create(vals_list)

    def write(self, vals):
        if "points_cost" not in vals:
            return super().write(vals)
        for order, lines in self.grouped("order_id").items():
            with self._membership_because_of(order):
                super(SaleOrderLine, lines).write(vals)
        return True

    def unlink(self):
        if not self.coupon_id:
            return super().unlink()
        for order, lines in self.grouped("order_id").items():
            with self._membership_because_of(order):
                super(SaleOrderLine, lines).unlink()
        return True

    def _membership_because_of(self, order):
        """Name the order as the cause of what its lines spend; what comes back is given back."""
        return self.env["loyalty.card"]._membership_because(
            document=order or None, note=order.name, is_spending=True
        )
