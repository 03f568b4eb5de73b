from odoo import models

from ..engine.points import share
from .loyalty_card_account import to_units


class AccountMove(models.Model):
    """A credit note for what an order sold takes back what it earned, and gives back what it spent (P4)."""

    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted.filtered(lambda move: move.move_type == "out_refund")._membership_return()
        return posted

    def button_draft(self):
        result = super().button_draft()
        self._membership_undo()
        return result

    def button_cancel(self):
        result = super().button_cancel()
        self._membership_undo()
        return result

    def _membership_return(self):
        """Take back in proportion to what is refunded of each order by now."""
        # sudo: what a refund does to points is booked, whoever posts it
        for order in self.sudo().invoice_line_ids.sale_line_ids.order_id.sorted("id"):
            moves = order._membership_moves()
            if not moves:
                continue
            moves.card_id.sorted("id")._membership_lock()
            part, whole = order._membership_refunded(), to_units(order.amount_total)
            note = self.filtered(lambda one: order in one.sudo().invoice_line_ids.sale_line_ids.order_id)[:1]
            for move in moves.sorted(lambda move: (move.points > 0, -move.id)):
                card, points = move.card_id, abs(to_units(move.points))
                units = share(points, part, whole, card._membership_returned(move))
                if units:
                    card._membership_note(
                        card._membership_return(
                            move, units, res_model=self._name, res_id=note.id, reason=note.name
                        )
                    )

    def _membership_undo(self):
        """Book again what was taken back by credit notes that are not posted any more."""
        notes = self.filtered(lambda one: one.move_type == "out_refund" and one.state != "posted")
        if not notes:
            return
        # sudo: as above
        Move = self.env["membership.point.move"].sudo()
        moves = Move.search([("res_model", "=", self._name), ("res_id", "in", notes.ids)], order="id desc")
        open_returns = {}
        for move in moves:
            key = move.reversed_move_id, move.res_id
            open_returns[key] = open_returns.get(key, 0) + to_units(move.reversed_points)
        for move in moves.filtered(lambda one: one.reversed_points > 0):
            key = move.reversed_move_id, move.res_id
            if open_returns[key] >= to_units(move.reversed_points) > 0:
                open_returns[key] -= to_units(move.reversed_points)
                card = move.card_id
                card._membership_lock()
                card._membership_note(
                    card._membership_undo_return(
                        move, res_model=self._name, res_id=move.res_id, reason=move.reason
                    )
                )


class SaleOrder(models.Model):
    # what is refunded of an order is one concern with its credit notes
    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    def _membership_refunded(self):
        """Return how much of the order is refunded by posted credit notes, in hundredths, taxes included."""
        self.ensure_one()
        lines = self.order_line.invoice_lines.filtered(
            lambda line: line.move_id.move_type == "out_refund" and line.move_id.state == "posted"
        )
        return to_units(sum(lines.mapped("price_total")))
