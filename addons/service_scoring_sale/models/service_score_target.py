from odoo import api, models
from odoo.fields import Domain

INVOICES = ("out_invoice", "out_refund")
#: what is paid, and what a credit note has settled: that credit note counts against it
SETTLED = ("paid", "in_payment", "reversed")


class ServiceScoreTarget(models.Model):
    """Results that Odoo's sales know: without taxes, in the company's currency (HOTEL-TGT-01, ASC-SR-04)."""

    _inherit = "service.score.target"

    @api.model
    def _get_metric_models(self):
        return super()._get_metric_models() | {
            "sale_orders": "sale.report",
            "paid_invoices": "account.move",
            "product_sales": "sale.report",
        }

    @api.model
    def _get_login_metrics(self):
        return super()._get_login_metrics() | {"sale_orders", "paid_invoices", "product_sales"}

    @api.depends("metric", "metric_domain")
    def _compute_metric_model(self):  # pylint: disable=missing-return
        """Sales of certain products are not known before somebody says of which (HOTEL-TGT-02)."""
        super()._compute_metric_model()
        for target in self:
            if target.metric == "product_sales" and (target.metric_domain or "").strip() in ("", "[]"):
                target.is_measured = False

    def _read_sale_orders(self, first, last):
        """Orders of the period that were confirmed, by their day."""
        # the analysis is a view: it reads what is in the database
        for model in ("sale.order", "sale.order.line"):
            self.env[model].flush_model()
        groups = self.env["sale.report"]._read_group(
            self._get_metric_domain()
            & Domain("company_id", "=", self.company_id.id)
            & Domain("state", "in", self.env["sale.report"]._get_done_states())
            & Domain("user_id", "!=", False)
            & self._get_moments("date", first, last),
            ["user_id", "date:day"],
            ["price_subtotal:sum"],
        )
        return self._sum_by_day(groups)

    def _read_product_sales(self, first, last):
        """The lines of certain products in orders of the period that were confirmed."""
        return self._read_sale_orders(first, last)

    def _read_paid_invoices(self, first, last):
        """Invoices that were paid, by the day of the last payment; credit notes count against them."""
        moves = self.env["account.move"].search_fetch(
            self._get_metric_domain()
            & Domain("company_id", "=", self.company_id.id)
            & Domain("move_type", "in", INVOICES)
            & Domain("state", "=", "posted")
            & Domain("payment_state", "in", SETTLED)
            & Domain("invoice_user_id", "!=", False)
            & (
                Domain("line_ids.matched_credit_ids.max_date", ">=", first)
                | Domain("line_ids.matched_debit_ids.max_date", ">=", first)
                | Domain("matched_payment_ids.date", ">=", first)
            ),
            ["invoice_user_id", "amount_untaxed_signed", "matched_payment_ids"],
        )
        days = self._get_settled_days(moves)
        return self._sum_by_day(
            (move.invoice_user_id, days[move], move.amount_untaxed_signed)
            for move in moves
            if first <= days[move] <= last
        )

    @api.model
    def _get_settled_days(self, moves):
        """Return {invoice: day on which the last of what settles it came}."""
        days = {move: max(move.matched_payment_ids.mapped("date"), default=None) for move in moves}
        for side in ("debit_move_id", "credit_move_id"):
            partials = self.env["account.partial.reconcile"].search_fetch(
                Domain(f"{side}.move_id", "in", moves.ids), [side, "max_date"]
            )
            for partial in partials:
                move = partial[side].move_id
                days[move] = max(filter(None, (days[move], partial.max_date)))
        return days
