from contextlib import contextmanager

from odoo import models

from .loyalty_card_account import to_units

#: where the transaction keeps that points of membership cards are booked here, not by Odoo
DOCUMENTS = "membership_documents"


class SaleOrder(models.Model):
    """What an order earns and what it spends are two moves; Odoo nets them."""

    _inherit = "sale.order"

    def action_confirm(self):
        orders = self.filtered(lambda order: order.state != "sale")
        orders._membership_prepare()
        with self._membership_documents():
            result = super().action_confirm()
        for order in orders.filtered(lambda order: order.state == "sale"):
            order._membership_book()
        return result

    def _action_cancel(self):
        orders = self.filtered(lambda order: order.state == "sale")
        orders._membership_prepare()
        with self._membership_documents():
            result = super()._action_cancel()
        for order in orders.filtered(lambda order: order.state != "sale"):
            order._membership_take_back()
        return result

    def _get_point_changes(self):
        changes = super()._get_point_changes()
        if self.env.cr.cache.get(DOCUMENTS):
            for card in [card for card in changes if card.sudo().is_membership]:  # sudo: only what it is
                del changes[card]
        return changes

    def _add_points_for_coupon(self, coupon_points):
        with self.env["loyalty.card"]._membership_because(
            kind="document", document=self, reason=self.display_name
        ):
            return super()._add_points_for_coupon(coupon_points)

    def _get_claimable_rewards(self, forced_coupons=None):
        """Nothing is offered from a card that cannot be redeemed from now."""
        rewards = super()._get_claimable_rewards(forced_coupons=forced_coupons)
        return {card: found for card, found in rewards.items() if not self._membership_refusal_of(card)}

    def _apply_program_reward(self, reward, coupon, **kwargs):
        if refusal := self._membership_refusal_of(coupon):
            return {"error": refusal}
        return super()._apply_program_reward(reward, coupon, **kwargs)

    def _membership_refusal_of(self, card):
        # sudo: only whether it can be used
        card = card.sudo()
        return card._membership_refusal() if card.is_membership else None

    @contextmanager
    def _membership_documents(self):
        cache = self.env.cr.cache
        before = cache.get(DOCUMENTS)
        cache[DOCUMENTS] = True
        try:
            yield
        finally:
            cache[DOCUMENTS] = before

    def _membership_cards(self):
        """Return the membership cards that these orders earn or spend on, in superuser mode."""
        # sudo: what an order does to points is booked, whoever confirms it
        orders = self.sudo()
        cards = orders.applied_coupon_ids | orders.coupon_point_ids.coupon_id | orders.order_line.coupon_id
        return cards.filtered("is_membership").sorted("id")

    def _membership_prepare(self):
        """Lock the cards before Odoo reads them, and take out what is due: it sees what can be spent."""
        cards = self._membership_cards()
        if cards:
            cards._membership_lock()
            for card in cards:
                card._membership_expire_due()

    def _membership_book(self):
        """Book what the order earns, then what it spends: the points of an order may be spent on it."""
        self.ensure_one()
        order = self.sudo()  # sudo: as above
        cause = {"res_model": self._name, "res_id": self.id, "reason": self.name}
        for card in order._membership_cards():
            earned = sum(order.coupon_point_ids.filtered(lambda one: one.coupon_id == card).mapped("points"))
            lines = order.order_line.filtered(lambda line: line.reward_id and line.coupon_id == card)
            changes = [to_units(earned), -to_units(sum(lines.mapped("points_cost")))]
            if any(changes):
                card._membership_lock()
            for units in filter(None, changes):
                card._membership_book(units, "document", **cause)

    def _membership_moves(self):
        """Return what these orders booked by themselves, in superuser mode."""
        return (
            self.env["membership.point.move"]
            .sudo()  # sudo: as above
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("reversed_move_id", "=", False),
                ],
                order="id",
            )
        )

    def _membership_take_back(self):
        """Undo what the order booked: first give back what was spent, then take what was earned."""
        self.ensure_one()
        cause = {"res_model": self._name, "res_id": self.id, "reason": self.name}
        moves = self._membership_moves()
        moves.card_id.sorted("id")._membership_lock()
        for move in moves.sorted(lambda move: (move.points > 0, -move.id)):
            card = move.card_id
            left = abs(to_units(move.points)) - card._membership_returned(move)
            if left > 0:
                card._membership_return(move, left, **cause)
