from odoo import api, models


class ServicePolicyPack(models.Model):
    """Packs hold types of service orders and rules of who pays them."""

    # one concern a file: complaints follow packs, too
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_pack_models(self):
        return [*super()._get_pack_models(), "service.order.type", "service.liability.rule"]

    @api.model
    def _get_touched_documents(self, codes):
        return [*super()._get_touched_documents(codes), self._get_touched_orders(codes)]

    @api.model
    def _apply_to_open_documents(self, codes):
        result = super()._apply_to_open_documents(codes)
        orders = self._get_touched_orders(codes)
        orders._decide_liability()
        orders._sla_sync()
        return result

    def _get_touched_orders(self, codes):
        """Return the open service orders of the company that follow one of the packs, or any."""
        # sudo: who may load policies need not work on orders; they are counted, or decided by policies
        orders = self.env["service.order"].sudo()
        open_ones = orders.search(orders._get_undecided_domain(self.env.company))
        return open_ones.filtered(lambda order: (order._get_service_pack() or codes[0]) in codes)
