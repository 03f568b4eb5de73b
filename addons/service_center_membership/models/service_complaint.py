from odoo import fields, models


class ServiceComplaint(models.Model):
    """The card of the caller on the complaint: number, tier, points and state."""

    _inherit = "service.complaint"

    service_card_ids = fields.Many2many(
        related="partner_id.service_card_ids", related_sudo=True, export_string_translation=False
    )
    service_card_text = fields.Text(related="partner_id.service_card_text", string="Membership")

    def action_service_cards(self):
        """Show the cards of the customer to the membership desk."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("membership.membership_card_action")
        cards = self.service_card_ids
        if len(cards) == 1:
            return {**action, "views": [(False, "form")], "res_id": cards.id}
        return {**action, "domain": [("id", "in", cards.ids)]}
