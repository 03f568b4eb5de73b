from odoo import fields, models

from odoo.addons.service_kernel.tools import fixed_row


class ResCompany(models.Model):
    """The row that every step of a payroll batch writes first (decisions 16)."""

    # one concern a file
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    score_payroll_version = fields.Integer(
        readonly=True, copy=False, export_string_translation=False, groups="base.group_no_one"
    )

    def _count_payroll_on(self):
        """Write the row before a step of payroll is looked at; so does whatever takes money out of it, as an
        appeal. Of two at once the second one starts anew.
        """
        fixed_row.count_on(self, "score_payroll_version")
