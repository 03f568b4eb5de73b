from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.service_kernel.tools import fixed_row


class LoyaltyProgram(models.Model):
    """Issuing cards: by hand, by a sale, by a rule, by a request."""

    # one concern a file
    _inherit = "loyalty.program"  # pylint: disable=consider-merging-classes-inherited

    def _membership_issue(self, partner, vals=None):
        """Return the card of ``partner`` in this program; it is made when there is none that lives.

        :param vals: of a new card, as ``membership_valid_until``, ``code``
        :raise AccessError: the user issues no cards
        :raise UserError: this is no membership program, the customer is of another company or blacklisted
        """
        self.ensure_one()
        if not self.env.su and not self.env.user.has_group("membership.group_officer"):
            raise AccessError(self.env._("Only membership officers issue cards."))
        self.check_access("read")
        self._membership_check_holder(partner)
        # sudo: counts; of two at once who issue a card for one customer one is second and sees the other's
        fixed_row.count_on(partner.sudo(), "membership_card_version")
        card = self._membership_find_card(partner)
        if card:
            return card
        # sudo: the right was checked; also where a sale or a rule issues the card
        Card = self.env["loyalty.card"].sudo()
        made = Card.create({**(vals or {}), "program_id": self.id, "partner_id": partner.id})
        return made.sudo(self.env.su)

    def _membership_find_card(self, partner):
        """Return the living card of ``partner`` in this program: one that can be used first, else expired."""
        self.ensure_one()
        # sudo: only which card it is
        cards = (
            self.env["loyalty.card"]
            .sudo()
            .search([("program_id", "=", self.id), ("partner_id", "=", partner.id)], order="id")
        )
        return cards.sorted(lambda card: card.membership_state == "expired")[:1].sudo(self.env.su)

    def _membership_check_holder(self, partner):
        if not self.is_membership or not self.active:
            raise UserError(self.env._("%(program)s is no membership program in use.", program=self.name))
        if len(partner) != 1:
            raise UserError(self.env._("Whose card is it? Choose the customer."))
        # sudo: only the company of the customer
        company = partner.sudo().company_id
        if company and self.company_id and company != self.company_id:
            raise UserError(
                self.env._(
                    "%(customer)s is a customer of another company than %(program)s.",
                    customer=partner.name,
                    program=self.name,
                )
            )
