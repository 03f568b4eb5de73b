from odoo import api, models
from odoo.fields import Domain


class ServiceScoreTarget(models.Model):
    """Results that memberships know: friends by who recorded them (SYC-FRD-03, Q-27), and what was sold."""

    _inherit = "service.score.target"

    @api.model
    def _get_metric_models(self):
        return super()._get_metric_models() | {
            "new_friends": "membership.friend",
            "memberships_sold": "sale.order.line",
        }

    @api.model
    def _get_login_metrics(self):
        return super()._get_login_metrics() | {"new_friends", "memberships_sold"}

    def _read_new_friends(self, first, last):
        """New friends of the period; who is no friend any more counted when that was recorded."""
        groups = self.env["membership.friend"]._read_group(
            self._get_metric_domain()
            & Domain("company_id", "=", self.company_id.id)
            & Domain("date", ">=", first)
            & Domain("date", "<=", last)
            & Domain("new_friends", ">", 0),
            ["user_id", "date:day"],
            ["new_friends:sum"],
        )
        return self._sum_by_day(groups)

    def _read_memberships_sold(self, first, last):
        """Memberships in confirmed orders of their salesperson, by the day on which the card was given."""
        groups = self.env["sale.order.line"]._read_group(
            self._get_metric_domain()
            & Domain("company_id", "=", self.company_id.id)
            & Domain("state", "=", "sale")
            & Domain("salesman_id", "!=", False)
            & Domain("membership_card_id", "!=", False)
            & Domain("membership_granted_on", ">=", first)
            & Domain("membership_granted_on", "<=", last),
            ["salesman_id", "membership_granted_on:day"],
            ["product_uom_qty:sum"],
        )
        return self._sum_by_day(groups)
