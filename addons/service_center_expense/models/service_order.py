from odoo import api, fields, models


class ServiceOrder(models.Model):
    """The travel claims for a service order."""

    _inherit = "service.order"

    expense_ids = fields.One2many("hr.expense", "service_order_id", string="Travel Claims")
    expense_count = fields.Integer("Number of Travel Claims", compute="_compute_expense_count")

    @api.depends_context("uid")
    def _compute_expense_count(self):
        groups = self.env["hr.expense"]._read_group(
            [("service_order_id", "in", self.ids)], ["service_order_id"], ["__count"]
        )
        counts = {order.id: count for order, count in groups}
        for order in self:
            order.expense_count = counts.get(order.id, 0)

    def action_expenses(self):
        """Show the travel claims that the user may see; new ones are for this order."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Travel Claims"),
            "res_model": "hr.expense",
            "view_mode": "list,form",
            "domain": [("service_order_id", "=", self.id)],
            "context": {"default_service_order_id": self.id, "default_company_id": self.company_id.id},
        }
