from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_confirm(self):
        """Confirm; with a quotation of a service order the customer agreed to the repair (Q-40)."""
        result = super().action_confirm()
        # sudo: who sells need not work on service orders; their own rights to the quotation were checked
        orders = self.env["service.order"].sudo().search([("quotation_id", "in", self.ids)])
        if orders:
            orders.filtered("active")._service_reach("agreed")
        return result
