from odoo import api, models

from .sale_order_warranty import RETURNED


class ServiceWarranty(models.Model):
    """Items that sales give and take: always possible, for Odoo has done it already (E6)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.warranty"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _register_sold(self, vals_list):
        """Create the items that were sold; a serial number that is taken is flagged."""
        items = self.with_context(tracking_disable=True)._create_items(vals_list)
        items._record_starts()
        items._claim_serials(refuse=False)
        return items

    def _close_sold(self, reason):
        """End the warranties of items whose sale was cancelled, or that were given back."""
        if self:
            self._lock_ledger()
            self._append(
                [
                    item._prepare_event("void", item.company_id._service_day(), reason=reason)
                    for item in self
                    if not item.closed_by
                ]
            )

    def _reopen_returned(self, count):
        """Let up to ``count`` items of these that were given back be in warranty again; returns them.

        The latest first: a credit note was cancelled, or the ordered quantity raised again.
        """
        returned = self.filtered(lambda item: item.closed_by == "void")
        taken = self.browse()
        if not returned:
            return taken
        returned._lock_ledger()
        for item in returned.sorted("id", reverse=True):
            void = item.event_ids.filtered(lambda event: event.kind == "void" and not event.is_taken_back)[:1]
            if len(taken) < count and void.reason == RETURNED:
                today = item.company_id._service_day()
                item._append([item._prepare_event("revert", today, of_id=void.id)])
                taken |= item
        taken._claim_serials(refuse=False)
        return taken
