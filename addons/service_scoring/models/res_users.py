from odoo import models


class ResUsers(models.Model):
    """Who cannot log in any more decides no appeal: HR learns of it at once."""

    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False:
            # sudo: the administrator who archives somebody need not see appeals
            Appeal = self.env["service.score.appeal"].sudo()
            Appeal.search([("decider_id", "in", self.ids), ("state", "=", "filed")])._release_absent()
        return result
