from odoo import api, models
from odoo.fields import Domain


class ServiceScoreTarget(models.Model):
    """Results that memberships know: new customer friends by who recorded them (SYC-FRD-03, Q-27)."""

    _inherit = "service.score.target"

    @api.model
    def _get_metric_models(self):
        return super()._get_metric_models() | {"new_friends": "membership.friend"}

    @api.model
    def _get_login_metrics(self):
        return super()._get_login_metrics() | {"new_friends"}

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
