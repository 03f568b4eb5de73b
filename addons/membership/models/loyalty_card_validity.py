from odoo import api, models
from odoo.fields import Domain

BATCH = 500


class LoyaltyCard(models.Model):
    """Cards whose last day has passed, and those that were frozen until today."""

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _membership_due_domain(self):
        """Return the cards whose state ends by the day of their company."""
        first = self.env["res.company"]._membership_first()
        due = Domain.FALSE
        for (company,) in self._read_group([("is_membership", "=", True)], ["company_id"]):
            day = (company or first)._membership_day()
            own = Domain("company_id", "=", company.id)
            over = Domain("membership_state", "in", ("active", "frozen")) & Domain(
                "membership_valid_until", "<", day
            )
            thawed = Domain("membership_state", "=", "frozen") & Domain("membership_state_until", "<", day)
            due |= own & (over | thawed)
        return Domain("is_membership", "=", True) & due

    @api.model
    def _cron_membership_states(self):
        """Expire cards whose last day has passed, unfreeze those whose frozen time is over."""
        Cron = self.env["ir.cron"]
        domain = self._membership_due_domain()
        Cron._commit_progress(remaining=self.search_count(domain))
        while cards := self.search(domain, limit=BATCH, order="id"):
            cards._membership_lock()
            cards = cards.filtered_domain(domain)
            over = cards.filtered(lambda card: card._membership_is_over(card._membership_day()))
            over._membership_set_state("expired")
            (cards - over)._membership_set_state("active")
            if not Cron._commit_progress(len(cards)):
                break

    def action_archive(self):
        """Archive; an officer may not know of the orders that would still use a card, Odoo looks there."""
        if self.env.su or not all(self.mapped("is_membership")):
            return super().action_archive()
        self._membership_check_officer()
        # sudo: the right was checked; points of quotations that use the cards are not officers'
        return super(LoyaltyCard, self.sudo()).action_archive()
