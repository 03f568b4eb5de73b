from odoo import models
from odoo.tools import SQL

from .loyalty_card_account import to_points, to_units


class LoyaltyCard(models.Model):
    """Two cards of one member become one: lots keep their days, and what was earned goes along (E6)."""

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    def _membership_absorb(self, other):
        """Take over what another card has and owes; it is archived and stays with its history.

        Both are in superuser mode.
        """
        self.ensure_one()
        (self | other).sorted("id")._membership_lock()
        account, emptied = self._membership_account(), other._membership_account()
        out, posting = account.absorb(emptied, self._membership_day())
        ((earned,),) = self.env.execute_query(
            SQL("SELECT COALESCE(SUM(earned), 0) FROM membership_point_move WHERE card_id = %s", other.id)
        )
        earned = to_units(earned)
        # also those that are used up: what is given back to them later is this card's
        self.env.cr.execute(
            SQL("UPDATE membership_point_lot SET card_id = %s WHERE card_id = %s", self.id, other.id)
        )
        if out.points or earned or posting.settles:
            for card, its, one, sign, came in (
                (other, emptied, out, -1, self),
                (self, account, posting, 1, other),
            ):
                reason = self.env._("Card %(card)s", card=came.code)
                move = card._membership_store(
                    its, one, "merge", earned=to_points(sign * earned), reason=reason
                )
                card._membership_note(move)
        for card, its in ((other, emptied), (self, account)):
            card.with_context(loyalty_no_mail=True)._membership_write_balance(its)
        self._membership_merge_state(other)
        (self | other).point_lot_ids.invalidate_recordset(["card_id"], flush=False)
        (self | other)._membership_forget(["point_move_ids", "point_lot_ids", "point_lot_open_ids"])
        with other._membership_posting():
            other.write({"active": False, "membership_merged_id": self.id})

    def _membership_merge_state(self, others):
        """Called when this card takes over others; extend it."""
