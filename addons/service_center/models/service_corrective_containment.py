from odoo import models


class ServiceCorrectiveContainment(models.Model):
    """D3: what protects customers until the cause is gone."""

    _name = "service.corrective.containment"
    _description = "Containment Action"
    _inherit = ["service.corrective.task.mixin"]

    def write(self, vals):
        result = super().write(vals)
        if vals.get("done_on"):
            self.action_id._reach_milestones()
        return result
