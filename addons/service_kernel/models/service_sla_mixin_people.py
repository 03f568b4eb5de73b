from odoo import models


class ServiceSlaMixin(models.AbstractModel):
    """Whom the limits of a document call."""

    # one concern a file: together they would be too long to read
    _inherit = "service.sla.mixin"  # pylint: disable=consider-merging-classes-inherited

    def _get_sla_people(self, notify, users):
        """Return the users whom a limit of this document calls; somebody, if there is anybody at all.

        :param notify: see ``service.sla.escalation``
        :param users: those it names
        """
        self.ensure_one()
        people = {
            "handler": self._get_sla_user("user_id"),
            "leader": self._get_sla_user("team_id", "leader_id"),
            "site_manager": self._get_sla_user("site_id", "manager_id"),
            "deciders": self._get_sla_deciders(),
            "users": users.filtered("active"),
        }
        fallback = people["handler"] or people["leader"] or people["site_manager"]
        return people[notify] or fallback or self._get_sla_managers()[:1]

    def _get_sla_user(self, *path):
        record = self
        for name in path:
            record = record[name] if name in record._fields else self.env["res.users"]
        return record.filtered("active")

    def _get_sla_deciders(self):
        if "authority_level_id" not in self._fields or not self.authority_level_id:
            return self.env["res.users"]
        return self.authority_level_id._get_users()

    def _get_sla_managers(self):
        """Return who maintains the policies of the document's company: the last who can be called."""
        # sudo: reading groups is the administrator's; only who is called comes back
        users = self.env.ref("service_kernel.group_policy_manager").sudo().all_user_ids
        company = self.company_id
        return users.filtered(lambda user: user.active and not user.share and company in user.company_ids)
