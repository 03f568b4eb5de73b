from odoo import fields, models


class ServiceTeam(models.Model):
    """A team has an e-mail address: mails to it become complaints of the team."""

    _name = "service.team"
    _inherit = ["service.team", "mail.alias.mixin.optional"]

    alias_id = fields.Many2one(help="Mails to this address become complaints of the team.")

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("service.complaint")
        if self.id:
            values["alias_defaults"] = repr({"team_id": self.id, "company_id": self.company_id.id})
        return values

    def write(self, vals):
        result = super().write(vals)
        if "company_id" in vals:
            for team in self.filtered("alias_id"):
                defaults = team._alias_get_creation_values()["alias_defaults"]
                team.alias_id.sudo().alias_defaults = defaults  # sudo: aliases belong to the administrator
        return result
