from odoo import api, models


class ServiceNoticeMixin(models.AbstractModel):
    """A document of which people are told at once, each once (``service.notice``).

    The concrete model has ``service.sla.mixin``, a company, a category and a site; it says what may make
    a notice be about it (``_get_notice_facts``), of which documents nobody is told any more
    (``_get_noticed``), and what its own conditions are (``_matches_notice``).
    """

    _name = "service.notice.mixin"
    _description = "People are told of it at once"

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._tell_at_once()
        return documents

    def write(self, vals):
        result = super().write(vals)
        if self._get_notice_facts() & vals.keys():
            self._tell_at_once()
        return result

    @api.model
    def _get_notice_facts(self):
        """Return the fields that decide which notices are about a document, and whom they reach."""
        return {"category_id", "team_id", "site_id", "company_id"}

    def _get_noticed(self):
        """Return those of these documents of which people are still told."""
        return self

    def _matches_notice(self, notice):
        """Whether this document is of those that a notice is about, beside its pack and category."""
        self.ensure_one()
        return True

    def _get_notice_concerned(self):
        """Return the users who are not told, as it is about them."""
        return self.env["res.users"]

    def _tell_at_once(self):
        """Queue the notices that are about these documents; those given already are not given again."""
        Notice = self.env["service.notice"]
        requests = []
        # sudo: whom a policy tells does not depend on what the user may see
        for company, documents in self.sudo().grouped("company_id").items():
            # sudo: as above
            notices = Notice.sudo().browse(Notice._get_ids(self._name, company.id))
            for document in documents._get_noticed() if notices else ():
                pack = document._get_service_pack()
                about = notices.filtered(lambda one, case=document, pack=pack: one._is_about(case, pack))
                requests += [document._prepare_notice(notice) for notice in about]
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
