from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.exceptions import UserError


class SaleOrderLine(models.Model):
    """Memberships that are sold more or fewer of after the order was confirmed: the card follows."""

    # one concern a file
    _inherit = "sale.order.line"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        result = super().write(vals)
        if {"product_uom_qty", "product_id"} & vals.keys():
            self.filtered(lambda line: line.state == "sale")._membership_follow()
        return result

    def _membership_follow(self):
        """Let cards be valid as long as these confirmed lines say now.

        The order is not held up: what cannot be done is written on it.
        """
        for line in self:
            # sudo: selling a membership changes the card, whoever sells
            sold = line.sudo()
            program = sold.product_id.membership_program_id
            card = sold.membership_card_id
            if card and (card.program_id != program or sold.product_uom_qty < 1):
                sold._membership_withdraw()
            if not sold.membership_card_id:
                sold._membership_grant()
                continue
            try:
                with self.env.cr.savepoint():
                    sold._membership_follow_card(card)
            except UserError as error:
                sold.order_id.message_post(
                    body=self.env._("The card was not changed: %(problem)s", problem=error.args[0])
                )

    def _membership_follow_card(self, card):
        if not self.membership_granted_on:
            return  # sold before it was noted how much a line gave: that is changed on the card
        months, granted = self._membership_get_months(), self.membership_months_granted
        if months == granted:
            return
        card._membership_lock()
        if card.membership_state == "blacklisted":
            raise UserError(self.env._("Card %(card)s is blacklisted.", card=card.code))
        old, new = self.membership_valid_after, self._membership_get_end(months)
        if old != new and not self._membership_move_end(card, old, new) and months > granted:
            # moved by hand meanwhile: what was bought comes on top, what was given stays
            until = card.membership_valid_until
            card._membership_extend(until and until + relativedelta(months=months - granted))
        self.write({"membership_months_granted": months, "membership_valid_after": new})

    def _membership_move_end(self, card, old, new):
        """Move the end that this line gave a card from ``old`` to ``new``, with all that was built on it.

        :return: whether the card follows: not where its end was set otherwise meanwhile
        """
        if card.membership_valid_until == old:
            if new and new < card._membership_day():
                card.membership_valid_until = new  # the job expires it
            else:
                card._membership_extend(new)
            return True
        following = self._membership_find_following(card, old)
        if not following:
            return False
        end = following.membership_valid_after
        following.membership_valid_before = new
        following.membership_valid_after = following._membership_get_end(following.membership_months_granted)
        return following._membership_move_end(card, end, following.membership_valid_after)

    def _membership_find_following(self, card, end):
        """Return the line that has extended the card from the end that this one gave it."""
        built = [("membership_card_id", "=", card.id), ("membership_valid_before", "=", end)]
        return self.search([*built, ("id", "!=", self.id)], order="id", limit=1) if end else self.browse()

    def _membership_hand_over(self, card):
        """Take back what this line gave where another one was built on it: that one begins earlier.

        The line that issued the card hands that over, too.
        """
        following = self._membership_find_following(card, self.membership_valid_after)
        if following:
            following.membership_is_issued = self.membership_is_issued
            self._membership_move_end(card, self.membership_valid_after, self.membership_valid_before)
