from odoo import api, models

from ..engine import order_lifecycle as engine


class ServiceOrder(models.Model):
    """Those whom a policy wants to know of a request at once are told, each once (DOOR-IN-03)."""

    # one concern a file: together they would be too long to read
    _name = "service.order"
    _inherit = ["service.notice.mixin", "service.order"]

    @api.model
    def _ledger_create(self, values_list):
        """People are told of imported orders once these have the state that the register tells."""
        ledger = super(ServiceOrder, self.with_context(service_notices_later=True))
        orders = ledger._ledger_create(values_list).with_env(self.env)
        orders._tell_at_once()
        return orders

    @api.model
    def _get_notice_facts(self):
        return super()._get_notice_facts() | {"type_id", "is_emergency"}

    def _get_noticed(self):
        if self.env.context.get("service_notices_later"):
            return self.browse()
        return self.filtered(lambda one: not one.is_history and one.state not in engine.ENDED_STATES)

    def _matches_notice(self, notice):
        return (not notice.order_kind or notice.order_kind == self.kind) and (
            not notice.is_emergency or self.is_emergency
        )
