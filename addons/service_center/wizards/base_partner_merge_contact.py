from odoo import models

from ..engine.callback_lifecycle import OPEN_STATES


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Contacts that are merged keep what each of them wanted, and are called once (C4)."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_values(self, src_partners, dst_partner):
        """Keep the longest wish not to be disturbed, and the longest rest between contacts."""
        # sudo: who merges contacts need not be a caller
        partners = (src_partners | dst_partner).sudo()
        undisturbed = partners.filtered("service_do_not_disturb")
        ends = undisturbed.mapped("service_do_not_disturb_until")
        rest = max(partners.mapped("service_contact_min_days"))
        result = super()._update_values(src_partners, dst_partner)
        merged = dst_partner.sudo()
        if merged.service_contact_min_days != rest:
            merged.service_contact_min_days = rest
        if undisturbed:
            merged.write(
                {
                    "service_do_not_disturb": True,
                    "service_do_not_disturb_until": max(ends) if all(ends) else False,
                }
            )
        return result

    def _update_reference_fields(self, src_partners, dst_partner):
        """What was planned for each of the contacts themselves is made once."""
        result = super()._update_reference_fields(src_partners, dst_partner)
        # sudo: likewise
        callbacks = self.env["service.callback"].sudo().with_context(active_test=False)
        own = callbacks.search(
            [("res_model", "=", "res.partner"), ("res_id", "in", (src_partners | dst_partner).ids)]
        )
        own.filtered(lambda one: one.res_id != dst_partner.id).write({"res_id": dst_partner.id})
        still_open = own.filtered(lambda one: one.state in OPEN_STATES).sorted("due_at")
        for callbacks in still_open.grouped("step_id").values():
            callbacks[1:]._cancel("superseded")
        return result
