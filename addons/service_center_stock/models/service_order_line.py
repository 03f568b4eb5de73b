from odoo import api, models

#: what may change which parts leave the stock
FACTS = {"part_state", "quantity", "uom_id", "product_id", "kind", "order_id"}


class ServiceOrderLine(models.Model):
    """Corrections after the work: the stock follows them."""

    _inherit = "service.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._correct_parts()
        return lines

    def write(self, vals):
        orders = self.order_id
        result = super().write(vals)
        if FACTS & vals.keys():
            (orders | self.order_id)._correct_parts()
        return result

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        orders.exists()._correct_parts()
        return result

    def _write_share(self, share):
        """Who pays was decided anew: then the sale delivers what the order did, or the other way round."""
        result = super()._write_share(share)
        self.order_id._correct_parts()
        return result
