from odoo import fields, models


class ResPartner(models.Model):
    """The callbacks of a customer: plans choose customers by them, too (DEALER-CB-03)."""

    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    service_file_request_ids = fields.One2many(
        "service.file.request", "partner_id", "Requests to Read", groups="service_center.group_user"
    )
    service_callback_ids = fields.One2many(
        "service.callback", "partner_id", "Callbacks Made", groups="service_center.group_user"
    )
