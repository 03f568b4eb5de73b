from odoo import models
from odoo.exceptions import ValidationError


class ResUsers(models.Model):
    _inherit = "res.users"

    def _check_service_role(self):
        """Refuse people who could not see what they are asked to do.

        :raise ValidationError: one of the users has no role in the service center
        """
        for user in self:
            if not user.has_group("service_center.group_user"):
                raise ValidationError(
                    self.env._(
                        "%(name)s has no role in Service Center and could not see the task. "
                        "An administrator gives the role “User: own work”.",
                        name=user.sudo().name,  # sudo: a colleague's name
                    )
                )
