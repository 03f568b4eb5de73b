from odoo import api, models

#: what service orders and feedback sheets reach by their own steps: {code: sequence}
ORDER_METRICS = {
    "agree": 22,
    "order_parts": 23,
    "parts_there": 24,
    "send_factory": 25,
    "factory_return": 26,
    "head_signed": 27,
    "copied": 28,
}


class ServiceSlaMetric(models.Model):
    """Milestones of service orders, beside those of any case."""

    _inherit = "service.sla.metric"

    @api.model
    def _get_base_codes(self):
        return super()._get_base_codes() | ORDER_METRICS

    @api.model
    def _get_base_names(self):
        return super()._get_base_names() | {
            "agree": self.env._("Repair agreed"),
            "order_parts": self.env._("Parts ordered"),
            "parts_there": self.env._("Parts there"),
            "send_factory": self.env._("Sent to the factory"),
            "factory_return": self.env._("Back from the factory"),
            "head_signed": self.env._("Signed by the sales head"),
            "copied": self.env._("Copy handed in"),
        }
