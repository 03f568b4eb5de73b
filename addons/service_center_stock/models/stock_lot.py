from odoo import models
from odoo.exceptions import UserError


class StockLot(models.Model):
    """A batch is recalled from all customers to whom it was delivered (GSP-RECALL-01)."""

    _inherit = "stock.lot"

    def action_recall(self):
        """Open the dialog that recalls these lots and serial numbers.

        :raise UserError: they are of several companies
        """
        companies = self.company_id or self.env.company
        if len(companies) > 1:
            raise UserError(self.env._("Recall the goods of one company at a time."))
        action = self.env["service.warranty"].action_recall()
        context = {"default_company_id": companies.id, "default_lot_ids": self.ids}
        return action | {"context": action["context"] | context}
