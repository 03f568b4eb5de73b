from odoo import api, models

from ..engine import order_lifecycle as engine

#: waits for: what begins the wait, what ends it
WAIT_MILESTONES = {
    "parts": ("goods_ordered", "goods_there"),
    "factory": ("sent_to_factory", "factory_return"),
}


class ServiceOrder(models.Model):
    """Milestones of service orders that their own steps reach: agreed, ordered, sent, back (Q-40)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        """Write; free work is agreed once the fault is known."""
        result = super().write(vals)
        if vals.get("diagnosis"):
            self._reach_agreed()
        return result

    def _reach_agreed(self):
        """The repair is agreed: the customer consented, or need not be asked and the fault is known."""
        agreed = self.filtered(
            lambda order: order.state not in engine.ENDED_STATES
            and (order.diagnosis or "").strip()
            and not order._needs_quotation()
        )
        agreed._service_reach("agreed")

    def _follow_state(self, source, target):
        """What an order waits for is ordered or sent just then, and is there when it goes on."""
        if target == engine.WAITING:
            for wait, (begin, end) in WAIT_MILESTONES.items():
                gone = self.filtered(lambda order, wait=wait: order.waiting_for == wait)
                if gone:
                    gone._sla_reopen((begin, end))
                    gone._service_reach(begin)
        elif source == engine.WAITING and target not in engine.ENDED_STATES:
            self._reach_ends_of_waits()
        super()._follow_state(source, target)

    def _reach_ends_of_waits(self):
        milestones = self._get_sla_milestones()
        for begin, end in WAIT_MILESTONES.values():
            back = self.filtered(lambda order, begin=begin: begin in milestones[order.id][0])
            if back:
                back._service_reach(end)

    @api.model
    def _get_sla_told_milestones(self):
        """A colleague may tell of these by hand, too: goods are ordered while the work goes on."""
        waits = {code for pair in WAIT_MILESTONES.values() for code in pair}
        return super()._get_sla_told_milestones() | waits | {"agreed"}
