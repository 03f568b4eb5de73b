from odoo import api, fields, models


class ServiceSkill(models.Model):
    """What a technician has to be able to do for a job: a trade, a product, a licence."""

    _name = "service.skill"
    _description = "Technician's Skill"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()

    @api.depends("name", "code")
    def _compute_display_name(self):
        for skill in self:
            skill.display_name = skill.name or skill.code
