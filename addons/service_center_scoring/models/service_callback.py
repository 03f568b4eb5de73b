from odoo import models


class ServiceCallback(models.Model):
    _name = "service.callback"
    _inherit = ["service.callback", "service.scored.mixin"]
