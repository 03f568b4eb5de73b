from odoo import models


class ServiceComplaint(models.Model):
    _name = "service.complaint"
    _inherit = ["service.complaint", "service.scored.mixin"]
