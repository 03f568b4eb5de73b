from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    score_region_id = fields.Many2one(
        "service.score.region",
        "Wage Region",
        ondelete="restrict",
        domain="[('company_id', '=', id)]",
        help="Where employees work who have no region of their own.",
    )
