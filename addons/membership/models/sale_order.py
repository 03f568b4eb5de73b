from contextlib import contextmanager

from odoo import models
from odoo.exceptions import UserError

from .loyalty_card_account import to_points, to_units

#: where the transaction keeps that points of membership cards are posted here, not by Odoo
DOCUMENTS = "membership_documents"


class SaleOrder(models.Model):
    """What an order earns and what it spends are two moves; Odoo nets them."""

    _inherit = "sale.order"

    def action_confirm(self):
        self._membership_prepare()
        with self._membership_documents():
            return super().action_confirm()

    def _action_confirm(self):
        if self.env.cr.cache.get(DOCUMENTS):
            for order in self:
                order._membership_post()
        return super()._action_confirm()

    def _action_cancel(self):
        orders = self.filtered(lambda order: order.state == "sale")
        orders._membership_prepare()
        with self._membership_documents():
            result = super()._action_cancel()
        for order in orders.filtered(lambda order: order.state != "sale"):
            order._membership_take_back()
        return result

    @contextmanager
    def _membership_documents(self):
        """Leave membership cards out of what Odoo writes itself on confirming and cancelling.

        Kept with the transaction, not in the context, which anybody can send.
        """
        cache = self.env.cr.cache
        before = cache.get(DOCUMENTS)
        cache[DOCUMENTS] = True
        try:
            yield
        finally:
            cache[DOCUMENTS] = before

    def _get_point_changes(self):
        changes = super()._get_point_changes()
        if self.env.cr.cache.get(DOCUMENTS):
            for card in [card for card in changes if card.sudo().is_membership]:  # sudo: only what it is
                del changes[card]
        return changes

    def _add_points_for_coupon(self, coupon_points):
        with self.env["loyalty.card"]._membership_because(document=self, note=self.name):
            return super()._add_points_for_coupon(coupon_points)

    def _program_check_compute_points(self, programs):
        """Nobody's orders earn nothing: the public user is not one member."""
        result = super()._program_check_compute_points(programs)
        # sudo: only whether it is a person
        if self.sudo().partner_id.is_public:
            for program in programs.filtered("is_membership"):
                result[program] = {"error": self.env._("Anonymous customers are no members.")}
        return result

    def _get_claimable_rewards(self, forced_coupons=None):
        """Nothing is offered from a card that cannot be redeemed from now."""
        rewards = super()._get_claimable_rewards(forced_coupons=forced_coupons)
        for card in [card for card in rewards if self._membership_refusal_of(card)]:
            del rewards[card]
        return rewards

    def _apply_program_reward(self, reward, coupon, **kwargs):
        if refusal := self._membership_refusal_of(coupon):
            return {"error": refusal}
        return super()._apply_program_reward(reward, coupon, **kwargs)

    def _membership_refusal_of(self, card):
        # sudo: only whether it can be used
        card = card.sudo()
        return card._membership_refusal() if card.is_membership else ""

    def _membership_cards(self):
        """Return the membership cards of these orders, in superuser mode."""
        # sudo: points behind an order are posted, whoever confirms it
        orders = self.sudo()
        cards = orders.applied_coupon_ids | orders.coupon_point_ids.coupon_id | orders.order_line.coupon_id
        return cards.filtered("is_membership").sorted("id")

    def _membership_prepare(self):
        """Lock the cards before Odoo reads them, and take out what is due: it sees what can be spent."""
        cards = self._membership_cards()
        cards |= cards.browse([card._membership_final().id for card in cards])
        cards.sorted("id")._membership_lock()
        cards._membership_expire_due()

    def _membership_post(self):
        """Post what the order earns, then what it spends: the points of an order may be spent on it.

        :raise UserError: there are not so many, or they cannot be redeemed now
        """
        self.ensure_one()
        order = self.sudo()  # sudo: as above
        with order.env["loyalty.card"]._membership_because(document=order, note=order.name):
            for card in order._membership_cards():
                gives = order.coupon_point_ids.filtered(lambda one, card=card: one.coupon_id == card)
                lines = order.order_line.filtered(
                    lambda line, card=card: line.reward_id and line.coupon_id == card
                )
                earned, spent = (
                    to_units(sum(gives.mapped("points"))),
                    to_units(sum(lines.mapped("points_cost"))),
                )
                if earned or spent:
                    order._membership_post_on(card._membership_final(), earned, spent)

    def _membership_post_on(self, card, earned, spent):
        cause = {"res_model": self._name, "res_id": self.id, "reason": self.name}
        # a card that the order itself has made was not locked before
        card._membership_lock()
        account = card._membership_account()
        if earned > 0:
            last = card.program_id._membership_expires_on(card._membership_day()) or None
            card._membership_store(
                account, account.earn(earned, last), "earn", earned=to_points(earned), **cause
            )
        if spent > 0:
            if refusal := card._membership_refusal():
                raise UserError(refusal)
            card._membership_store(account, card._membership_take(account, spent), "redeem", **cause)
        card._membership_write_balance(account)

    def _membership_moves(self):
        """Return what these orders posted, in superuser mode: spendings first, and the latest first."""
        # sudo: as above
        moves = (
            self.env["membership.point.move"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("reversed_move_id", "=", False),
                ]
            )
        )
        return moves.sorted(lambda move: (move.points > 0, -move.id))

    def _membership_take_back(self):
        """Undo what the order posted: first give back what was spent, then take what was earned."""
        self.ensure_one()
        moves = self._membership_moves().filtered(lambda move: move._get_left() > 0)
        cards = moves.card_id.browse([card._membership_final().id for card in moves.card_id])
        cards.sorted("id")._membership_lock()
        cause = {"res_model": self._name, "res_id": self.id, "reason": self.name}
        with cards._membership_because(document=self, note=self.name):
            for move in moves:
                move.card_id._membership_final()._membership_return(move, **cause)
