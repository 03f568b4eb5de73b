from odoo import api, fields, models


class ServiceCallbackPlan(models.Model):
    """Plans that start when what was sold is delivered for the first time (CB-CAD-01)."""

    _inherit = "service.callback.plan"

    trigger = fields.Selection(
        selection_add=[("sale_delivered", "Sale Delivered")], ondelete={"sale_delivered": "cascade"}
    )

    @api.model
    def _get_triggers(self):
        return super()._get_triggers() | {"sale_delivered": ("sale.order", "effective_date")}

    @api.model
    def _get_started(self):
        delivered = [("state", "=", "sale"), ("effective_date", "!=", False)]
        return super()._get_started() | {"sale_delivered": delivered}

    @api.model
    def _get_events(self):
        return (*super()._get_events(), "sale_delivered")
