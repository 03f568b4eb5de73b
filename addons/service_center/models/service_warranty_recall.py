from odoo import models
from odoo.exceptions import UserError


class ServiceWarranty(models.Model):
    """Items that were sold are recalled: the list of who has them is the list of warranties."""

    # one concern a file
    _inherit = "service.warranty"  # pylint: disable=consider-merging-classes-inherited

    def action_recall(self):
        """Open the dialog that recalls these items.

        :raise UserError: they are of several companies
        """
        if len(self.company_id) > 1:
            raise UserError(self.env._("Recall the goods of one company at a time."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Recall"),
            "res_model": "service.warranty.recall",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_company_id": (self.company_id or self.env.company).id,
                "default_warranty_ids": self.ids,
            },
        }
