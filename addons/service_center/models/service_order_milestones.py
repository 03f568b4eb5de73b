from odoo import api, models

from ..engine import order_lifecycle as engine

#: milestones that end a wait; those that begin it are the lifecycle's
RETURNS = {"parts": "parts_there", "factory": "factory_return"}


class ServiceOrder(models.Model):
    """Milestones that waiting brings: parts ordered and there, sent to the factory and back."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    def _follow_state(self, source, target, wait, ended_at):
        """What an order waited for is there when it goes on; each wait counts anew."""
        if source == engine.WAITING and target not in engine.ENDED_STATES:
            for code, orders in self.grouped(lambda order: RETURNS.get(order.sla_paused_for)).items():
                if code:
                    orders._service_reach(code)
        if target == engine.WAITING and wait in RETURNS:
            self._sla_reopen((*engine.WAITED[wait], RETURNS[wait]))
        return super()._follow_state(source, target, wait, ended_at)

    @api.model
    def _get_sla_told_milestones(self):
        """A colleague may tell of these by hand, too: goods are ordered while the work goes on."""
        begins = {code for codes in engine.WAITED.values() for code in codes}
        return super()._get_sla_told_milestones() | begins | set(RETURNS.values()) | {"agree"}
