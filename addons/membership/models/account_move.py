from odoo import models

from ..engine.points import share
from .loyalty_card_account import to_units


class AccountMove(models.Model):
    """A credit note for what an order sold takes back what it earned, and gives back what it spent (P4)."""

    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted._membership_settle_refunds()
        return posted

    def button_draft(self):
        refunds = self.filtered(lambda move: move.state == "posted")
        result = super().button_draft()
        refunds._membership_settle_refunds()
        return result

    def button_cancel(self):
        refunds = self.filtered(lambda move: move.state == "posted")
        result = super().button_cancel()
        refunds._membership_settle_refunds()
        return result

    def _membership_settle_refunds(self):
        """Take back, or post again, what these credit notes change of the points of their orders."""
        for refund in self.filtered(lambda move: move.move_type == "out_refund"):
            # sudo: what a refund does to points is posted, whoever posts it
            for order in refund.sudo().invoice_line_ids.sale_line_ids.order_id.sorted("id"):
                order._membership_settle_refund(refund)


class SaleOrder(models.Model):
    # what is refunded of an order is one concern with its credit notes
    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    def _membership_settle_refund(self, refund):
        """Have as much of the points of this order taken back as is refunded of it by now.

        :param refund: the credit note whose posting, or whose taking back, is the cause
        """
        moves = self.state == "sale" and self._membership_moves()
        if not moves:
            return
        cards = moves.card_id.browse([card._membership_final().id for card in moves.card_id])
        cards.sorted("id")._membership_lock()
        refunded, whole = self._membership_refunded(), to_units(self.amount_total)
        with cards._membership_because(document=refund, note=refund.name):
            for move in moves:
                move._settle_refund(refund, refunded, whole)

    def _membership_refunded(self):
        """Return how much of the order is refunded by posted credit notes, in hundredths, taxes included."""
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: not line.is_downpayment).invoice_lines.filtered(
            lambda line: line.move_id.move_type == "out_refund" and line.move_id.state == "posted"
        )
        return to_units(
            sum(
                line.currency_id._convert(
                    line.price_total, self.currency_id, self.company_id, line.move_id.invoice_date
                )
                for line in lines
            )
        )


class MembershipPointMove(models.Model):
    # likewise
    _inherit = "membership.point.move"  # pylint: disable=consider-merging-classes-inherited

    def _settle_refund(self, refund, refunded, whole):
        """Have as much of this move taken back by credit notes as ``refunded`` is of ``whole``."""
        card = self.card_id._membership_final()
        returns = self.reversal_ids.filtered(lambda one: one.res_model == refund._name)
        lefts = {one: one._get_left() for one in returns.sorted("id", reverse=True)}
        before = sum(lefts.values())
        # what was taken back otherwise is not refunded again
        due = share(self._get_left() + before, refunded, whole) if refunded > 0 else 0
        cause = {"res_model": refund._name, "res_id": refund.id, "reason": refund.name}
        if due > before:
            card._membership_note(card._membership_return(self, due - before, **cause))
        for one, left in lefts.items():
            part = min(left, before - due)
            if part > 0:
                card._membership_note(card._membership_return(one, part, **cause))
                before -= part
