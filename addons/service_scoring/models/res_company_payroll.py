from odoo import fields, models


class ResCompany(models.Model):
    """The row that every step of a payroll batch writes first (decisions 16)."""

    # one concern a file
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    score_payroll_version = fields.Integer(
        readonly=True, copy=False, export_string_translation=False, groups="base.group_no_one"
    )
