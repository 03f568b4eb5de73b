from odoo import models


class ServiceRiskFlag(models.Model):
    _name = "service.risk.flag"
    _inherit = ["service.risk.flag", "service.corrective.policy.mixin"]
