from odoo import fields, models


class ResPartner(models.Model):
    """When a customer wants to be visited (HOME-JOB-03)."""

    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    service_visit_window_ids = fields.One2many(
        "service.visit.window", "partner_id", "Hours of Visits", groups="service_center.group_user"
    )
