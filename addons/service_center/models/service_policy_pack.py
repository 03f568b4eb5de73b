from odoo import api, models

from ..engine import lifecycle


class ServicePolicyPack(models.Model):
    """Complaints follow policy packs: which open ones a load touches, and how they are decided anew."""

    _inherit = "service.policy.pack"

    @api.model
    def _get_touched_documents(self, codes):
        return [*super()._get_touched_documents(codes), self._get_touched_complaints(codes)]

    @api.model
    def _apply_to_open_documents(self, codes):
        result = super()._apply_to_open_documents(codes)
        complaints = self._get_touched_complaints(codes)
        complaints._route()
        complaints._sla_sync()
        return result

    def _get_touched_complaints(self, codes):
        """Return the open complaints of the company that follow one of the packs, or any."""
        # sudo: who may load policies need not work with complaints; they are counted, or decided by policies
        open_ones = (
            self.env["service.complaint"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.env.company.id),
                    ("state", "not in", lifecycle.ENDED_STATES),
                    ("is_history", "=", False),
                ]
            )
        )
        return open_ones.filtered(lambda complaint: (complaint._get_service_pack() or codes[0]) in codes)
