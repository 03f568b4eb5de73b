from odoo import models


class ServiceOrder(models.Model):
    _name = "service.order"
    _inherit = ["service.order", "service.scored.mixin"]
