from odoo import api, fields, models


class ResPartner(models.Model):
    """The membership cards of a customer, as the service desk sees them."""

    _inherit = "res.partner"

    service_card_ids = fields.Many2many(
        "loyalty.card", compute="_compute_service_cards", compute_sudo=True, export_string_translation=False
    )
    service_card_text = fields.Text(
        "Membership", compute="_compute_service_cards", compute_sudo=True, groups="service_center.group_user"
    )

    @api.depends_context("company", "lang")
    def _compute_service_cards(self):
        """The cards of the contact, else of the company that it belongs to."""
        # sudo: the service desk sees number, tier, points and state, and may not be a membership desk
        cards = (
            self.env["loyalty.card"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", (self | self.commercial_partner_id).ids),
                    ("is_membership", "=", True),
                    ("company_id", "in", [False, self.env.company.id]),
                ],
                order="id",
            )
        )
        of_partner = cards.grouped("partner_id")
        for partner in self:
            own = of_partner.get(partner._origin) or of_partner.get(partner.commercial_partner_id._origin)
            partner.service_card_ids = own or False
            partner.service_card_text = "\n".join(card._service_text() for card in own or []) or False


class LoyaltyCard(models.Model):
    _inherit = "loyalty.card"

    def _service_text(self):
        """Return number, tier, points and state of the card in one line."""
        self.ensure_one()
        states = dict(self._fields["membership_state"]._description_selection(self.env))
        points = self.env._("%(points)s points", points=self._membership_format(self.points))
        owed = self.membership_points_owed and self.env._(
            "%(points)s points owed", points=self._membership_format(self.membership_points_owed)
        )
        parts = (
            self.program_id.name,
            self.code,
            self.membership_tier_id.name,
            points,
            owed,
            states.get(self.membership_state),
        )
        return " · ".join(part for part in parts if part)
