from odoo import api, models
from odoo.exceptions import UserError, ValidationError


class ServiceComplaint(models.Model):
    """Abnormalities without loss: a sheet and a request to improve, no full case (CMPM-LIGHT-01)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    def _is_without_loss(self):
        self.ensure_one()
        return self.category_id.id in self.env["service.category"]._get_ids_where("is_without_loss")

    @api.constrains("category_id", "amount_at_stake")
    def _check_without_loss(self):
        for complaint in self:
            if complaint.amount_at_stake and not complaint.is_history and complaint._is_without_loss():
                raise ValidationError(
                    self.env._(
                        "%(number)s: “%(category)s” is for matters without loss. With an amount at stake "
                        "it is a full case: choose another category.",
                        number=complaint.name,
                        category=complaint.category_id.display_name,
                    )
                )

    def _check_compensable(self, granting=True):
        result = super()._check_compensable(granting)
        light = self.filtered(lambda one: granting and one._is_without_loss())
        if light:
            raise UserError(
                self.env._(
                    "%(numbers)s: without loss, nothing is compensated. Choose another category first.",
                    numbers=", ".join(light.mapped("name")),
                )
            )
        return result
