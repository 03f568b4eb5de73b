from odoo import api, fields, models
from odoo.tools import SQL


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        """A new user may be at a level of authority through a group; Odoo forgets only on changes."""
        users = super().create(vals_list)
        self.env["service.policy.mixin"]._forget_policies()
        return users

    def _service_absent(self, at=None, company=None):
        """Return those of the users who are not there at an instant: on leave, or archived.

        :param at: naive UTC, now by default
        :param company: whose time off counts, see ``_service_on_leave``
        """
        # sudo: only whether a colleague has been archived
        archived = self.sudo().filtered(lambda user: not user.active).with_env(self.env)
        return archived | (self - archived)._service_on_leave(at, company)

    def _service_on_leave(self, at=None, company=None):
        """Return those of the users who have time off at an instant, in one query for any number of them.

        Time off is that of the user as a resource (validated requests, and what people enter by hand), first
        and last second included. Public holidays and free evenings are none.

        :param at: naive UTC, now by default
        :param company: whose time off counts, beside that of no company; the current one by default
        """
        if not self:
            return self
        at = (at or fields.Datetime.now()).replace(microsecond=0)
        self.env["resource.calendar.leaves"].flush_model()
        self.env["resource.resource"].flush_model(["user_id"])
        # whether a colleague can be asked is no secret, why not is; no other detail leaves this method
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT resource.user_id FROM resource_calendar_leaves leave"
                " JOIN resource_resource resource ON resource.id = leave.resource_id"
                " WHERE resource.user_id = ANY(%(users)s) AND leave.time_type = 'leave'"
                " AND leave.date_from <= %(at)s AND leave.date_to >= %(at)s"
                " AND (leave.company_id = %(company)s OR leave.company_id IS NULL)",
                users=self.ids,
                at=at,
                company=(company or self.env.company).id,
            )
        )
        return self.browse([user_id for (user_id,) in rows])
