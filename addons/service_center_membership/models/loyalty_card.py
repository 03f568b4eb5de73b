from odoo import api, fields, models
from odoo.fields import Domain


class LoyaltyCard(models.Model):
    """The cases of a member on the page of the card."""

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    service_complaint_count = fields.Integer(
        "Complaints", compute="_compute_service_complaint_count", groups="service_center.group_user"
    )

    service_complaint_ids = fields.Many2many(
        "service.complaint",
        string="Cases",
        compute="_compute_service_complaint_ids",
        groups="service_center.group_user",
    )

    @api.depends("partner_id")
    def _compute_service_complaint_ids(self):
        """The latest ones; the button shows all of them."""
        Complaint = self.env["service.complaint"]
        for card in self:
            card.service_complaint_ids = card.partner_id and Complaint.search(
                [("partner_id", "=", card.partner_id.id)], limit=20
            )

    @api.depends("partner_id")
    def _compute_service_complaint_count(self):
        counts = dict(
            self.env["service.complaint"]._read_group(
                Domain("partner_id", "in", self.partner_id.ids), ["partner_id"], ["__count"]
            )
        )
        for card in self:
            card.service_complaint_count = counts.get(card.partner_id, 0)

    def action_service_complaints(self):
        """Show the complaints of the member."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_complaint_action")
        return {
            **action,
            "domain": [("partner_id", "=", self.partner_id.id)],
            "context": {"default_partner_id": self.partner_id.id},
        }
