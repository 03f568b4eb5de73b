from odoo import fields, models


class ServiceOrderRepeatRefuse(models.TransientModel):
    """Asks why an order that was found to be a repeat repair is none."""

    _name = "service.order.repeat.refuse"
    _description = "No Repeat Repair"

    order_id = fields.Many2one("service.order", required=True, readonly=True, ondelete="cascade")
    reason = fields.Char(
        required=True, help="For instance: another fault, or the customer did not use it well."
    )

    def action_refuse(self):
        """Decide it, and keep why."""
        self.ensure_one()
        self.order_id._refuse_repeat(self.reason.strip())
