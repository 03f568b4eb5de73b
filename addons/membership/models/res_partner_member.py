from odoo import fields, models


class ResPartner(models.Model):
    """The cards of a customer."""

    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    membership_card_version = fields.Integer(
        readonly=True, copy=False, export_string_translation=False, groups="membership.group_user"
    )
