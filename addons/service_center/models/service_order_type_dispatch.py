from odoo import fields, models


class ServiceOrderType(models.Model):
    """What a technician has to be able to do for a type of order."""

    # one concern a file
    _inherit = "service.order.type"  # pylint: disable=consider-merging-classes-inherited

    skill_ids = fields.Many2many("service.skill", string="Skills Needed", check_company=True)
