from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """Selling a membership: confirming issues or extends the buyer's card, cancelling takes it back."""

    # one concern a file
    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    def action_confirm(self):
        result = super().action_confirm()
        self.filtered(lambda order: order.state == "sale").order_line._membership_grant()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self.order_line._membership_withdraw()
        return result


class SaleOrderLine(models.Model):
    """What a confirmed line does to the card of the buyer, once."""

    # one concern a file
    _inherit = "sale.order.line"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.state == "sale")._membership_grant()
        return lines

    def _membership_grant(self):
        """Issue or extend a card for each line of a membership product that has not done so.

        An order is not held up: what cannot be done is written on it.
        """
        for line in self:
            # sudo: selling a membership issues the card, whoever sells
            sold = line.sudo()
            program = sold.product_id.membership_program_id
            if not program or sold.membership_card_id or sold.product_uom_qty < 1:
                continue
            try:
                with self.env.cr.savepoint():
                    sold._membership_grant_card(program)
            except UserError as error:
                sold.order_id.message_post(
                    body=self.env._("No card was issued: %(problem)s", problem=error.args[0])
                )

    def _membership_grant_card(self, program):
        self.ensure_one()
        partner = self.order_id.partner_id
        # Odoo makes a card as soon as an order would earn points: that one is no membership yet
        known = program._membership_find_card(partner).filtered(lambda card: card.order_id != self.order_id)
        card = program._membership_issue(partner)
        card._membership_lock()
        if card.membership_state == "blacklisted":
            raise UserError(self.env._("Card %(card)s is blacklisted.", card=card.code))
        self.write(
            {
                "membership_card_id": card.id,
                "membership_is_issued": not known,
                "membership_granted_on": card._membership_day(),
                "membership_months_granted": self._membership_get_months(),
                "membership_valid_before": card.membership_valid_until,
            }
        )
        self.membership_valid_after = self._membership_get_end(self.membership_months_granted)
        card._membership_extend(self.membership_valid_after)

    def _membership_get_months(self):
        """Return for how many months the line is: of whole memberships; 0: for good."""
        return self.product_id.membership_months * int(self.product_uom_qty)

    def _membership_get_end(self, months):
        """Return the last day that so many months give the card of this line; False: for good."""
        before, day = self.membership_valid_before, self.membership_granted_on
        if not day:
            return self.membership_valid_after  # sold before it was noted: what it gave stays
        if not months or not (before or self.membership_is_issued):
            return False
        return max(before or day, day) + relativedelta(months=months)

    def _membership_withdraw(self):
        """Take back what lines of cancelled orders did to cards, as far as nothing was built on it.

        A card that was issued is archived, or expires where it has points of something else. What other
        lines gave since stays theirs, and so does an end that somebody has set meanwhile.
        """
        # sudo: cancelling an order takes the card back, whoever cancels
        for line in self.sudo().filtered("membership_card_id").sorted("id", reverse=True):
            card = line.membership_card_id
            card._membership_lock()
            if card.membership_valid_until == line.membership_valid_after:
                line._membership_withdraw_card(card)
            else:
                line._membership_hand_over(card)
            line.write(
                {
                    "membership_card_id": False,
                    "membership_is_issued": False,
                    "membership_granted_on": False,
                    "membership_months_granted": 0,
                    "membership_valid_before": False,
                    "membership_valid_after": False,
                }
            )

    def _membership_withdraw_card(self, card):
        if not self.membership_is_issued:
            card.membership_valid_until = self.membership_valid_before
            return
        own = all(
            (move.res_model, move.res_id) == ("sale.order", self.order_id.id) for move in card.point_move_ids
        )
        if own and not card.points and not card.membership_points_owed:
            card.active = False
        else:
            card.membership_valid_until = card._membership_day() - relativedelta(days=1)
            if card.membership_state == "active":
                card._membership_set_state("expired")
