from odoo import api, fields, models

from ..engine import order_lifecycle as engine

#: milestones that end a wait; those that begin it are the lifecycle's
RETURNS = {"parts": "parts_there", "factory": "factory_return"}


class ServiceOrder(models.Model):
    """Milestones of service orders that their own steps reach: agreed, ordered, sent, back (Q-40)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        """Write; free work is agreed once the fault is known."""
        result = super().write(vals)
        if {"diagnosis", "state"} & vals.keys():
            self._reach_agreed()
        return result

    def _reach_agreed(self):
        """The repair is agreed: the customer consented, or need not be asked and the fault is known."""
        agreed = self.filtered(
            lambda order: (
                order.state not in engine.ENDED_STATES
                and (order.diagnosis or "").strip()
                and order.state != engine.DRAFT
                and not order.agreed_at
                and order.liability
                and not order._needs_quotation()
            )
        )
        if agreed:
            agreed._agree(fields.Datetime.now())

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
