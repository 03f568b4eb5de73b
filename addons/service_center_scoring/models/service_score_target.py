from odoo import api, models
from odoo.fields import Domain

from odoo.addons.service_center.engine import order_lifecycle


class ServiceScoreTarget(models.Model):
    """Hours that technicians worked, as the service orders tell (DOOR-EVAL-02, ASC-RR-03)."""

    _inherit = "service.score.target"

    @api.model
    def _get_metric_models(self):
        return super()._get_metric_models() | {"working_hours": "service.order"}

    def _read_working_hours(self, first, last):
        """Hours of the orders that technicians finished in the period; history never counts (decisions 6)."""
        groups = self.env["service.order"]._read_group(
            self._get_metric_domain()
            & Domain("company_id", "=", self.company_id.id)
            & Domain("employee_id", "!=", False)
            & Domain("is_history", "=", False)
            & Domain("state", "in", (*order_lifecycle.DONE_STATES, order_lifecycle.CLOSED))
            & self._get_moments("finished_at", first, last),
            ["employee_id", "finished_at:day"],
            ["work_hours:sum"],
        )
        return self._sum_by_day(groups)
