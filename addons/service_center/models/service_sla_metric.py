from odoo import api, models

#: what service orders reach by their own steps: {code: sequence}
ORDER_METRICS = {
    "agreed": 22,
    "goods_ordered": 23,
    "goods_there": 24,
    "sent_to_factory": 25,
    "factory_return": 26,
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
            "agreed": self.env._("Repair agreed"),
            "goods_ordered": self.env._("Parts ordered"),
            "goods_there": self.env._("Parts there"),
            "sent_to_factory": self.env._("Sent to the factory"),
            "factory_return": self.env._("Back from the factory"),
        }
