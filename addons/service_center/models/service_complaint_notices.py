from odoo import api, models

from ..engine import lifecycle
from .service_complaint_routing import FACTS


class ServiceComplaint(models.Model):
    """Those whom a policy wants to know of a complaint at once are told, each once."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        complaints._tell_at_once()
        return complaints

    def write(self, vals):
        result = super().write(vals)
        if (FACTS | {"department_id", "site_id"}) & vals.keys():
            self._tell_at_once()
        return result

    def _tell_at_once(self):
        """Queue the notices that are about these complaints; those given already are not given again."""
        Notice = self.env["service.notice"]
        requests = []
        # sudo: whom a policy tells does not depend on what the user may see
        for company, complaints in self.sudo().grouped("company_id").items():
            # sudo: as above
            notices = Notice.sudo().browse(Notice._get_ids(company.id))
            for complaint in complaints if notices else ():
                if complaint.is_history or complaint.state in lifecycle.ENDED_STATES:
                    continue
                pack = complaint._get_service_pack()
                about = notices.filtered(lambda one, case=complaint, pack=pack: one._is_about(case, pack))
                requests += [complaint._prepare_notice(notice) for notice in about]
        if requests:
            self.env["service.message"]._queue_all(requests)

    def _prepare_notice(self, notice):
        """Return the request of a message; it names the case, nobody in it."""
        number = self.name
        return {
            "document": self,
            "key": f"notice/{notice.id}/{self.id}",
            "subject": lambda env: f"{number}: {notice.with_env(env).name}",
            "body": lambda env: self._say_notice(env, notice),
            "users": notice._get_people(self),
            "channel": notice.channel_id,
            "template": notice.code,
        }

    def _say_notice(self, env, notice):
        """Return the text of a notice in the language of ``env``."""
        # sudo: names of policies and places, told to those whom the policy chose
        case = self.with_env(env).sudo()
        places = " · ".join(filter(None, [case.category_id.display_name, case.site_id.display_name]))
        # sudo: as above
        return "\n".join(filter(None, [notice.with_env(env).sudo().name, places]))
