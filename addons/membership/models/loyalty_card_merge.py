from odoo import models
from odoo.tools import SQL

from .loyalty_card_account import to_points, to_units


class LoyaltyCard(models.Model):
    """Two cards of one member become one: lots keep their days, and what was earned goes along."""

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    def _membership_absorb(self, other):
        """Take over what another card has and owes; it is archived."""
        self.ensure_one()
        (self | other)._membership_lock()
        account, emptied = self._membership_account(), other._membership_account()
        out, posting = account.absorb(emptied)
        ((earned,),) = self.env.execute_query(
            SQL("SELECT COALESCE(SUM(earned), 0) FROM membership_point_move WHERE card_id = %s", other.id)
        )
        earned = to_points(to_units(earned))
        if out.uses or out.points or earned:
            reason = self.env._("Card %(card)s", card=self.code)
            other._membership_note(
                other._membership_store(emptied, out, "merge", earned=-earned, reason=reason)
            )
            reason = self.env._("Card %(card)s", card=other.code)
            self._membership_note(
                self._membership_store(account, posting, "merge", earned=earned, reason=reason)
            )
        self._membership_merge_state(other)
        other.active = False

    def _membership_merge_state(self, other):
        """Called when a card takes over another one; extend it."""
