from odoo import models


class StockMove(models.Model):
    """Done deliveries and returns tell what the customer has. Odoo's own operation is never stopped."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        # sudo: who works in the warehouse need not see orders
        moves.sudo().sale_line_id._sync_service_warranties()
        return moves
