from odoo import api, models

from ..engine import lifecycle
from .service_complaint_routing import FACTS


class ServiceComplaint(models.Model):
    """Those whom a policy wants to know of a complaint at once are told, each once."""

    # one concern a file: together they would be too long to read
    _name = "service.complaint"
    _inherit = ["service.notice.mixin", "service.complaint"]

    @api.model
    def _get_notice_facts(self):
        return FACTS | {"department_id", "site_id"}

    def _get_noticed(self):
        return self.filtered(lambda one: not one.is_history and one.state not in lifecycle.ENDED_STATES)

    def _matches_notice(self, notice):
        return (
            (not notice.flag_ids or bool(notice.flag_ids & self.flag_ids))
            and (notice.major == "any" or (notice.major == "major") == self.is_major)
            and (not notice.is_failed_below or self.failed_below)
            and (not notice.decided_by_id or notice.decided_by_id == self.authority_level_id)
        )

    def _get_notice_concerned(self):
        return self._get_concerned_users()
