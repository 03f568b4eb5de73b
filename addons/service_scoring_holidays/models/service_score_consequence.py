from odoo import fields, models
from odoo.exceptions import UserError


class ServiceScoreConsequence(models.Model):
    """Days off become an allocation of time off that lapses when they do (HOTEL-RWD-01, Q-19)."""

    _inherit = "service.score.consequence"

    allocation_id = fields.Many2one(
        "hr.leave.allocation", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )

    def _grant_days(self):
        result = super()._grant_days()
        kind = self.env.ref("service_scoring_holidays.leave_type_rest", raise_if_not_found=False)
        if self and not kind:
            raise UserError(
                self.env._(
                    "The kind of time off “Compensatory rest (scoring)” was deleted: update the addon "
                    "“Service Scoring: Time Off”."
                )
            )
        # sudo: somebody with the right has decided; who may enter time off is another question
        Allocation = self.env["hr.leave.allocation"].sudo()
        for one in self.sudo():  # sudo: as above
            allocation = Allocation.with_company(one.company_id).create(
                {
                    "holiday_status_id": kind.id,
                    "employee_id": one.employee_id.id,
                    "number_of_days": one.days,
                    "date_from": one.usable_from,
                    "date_to": one.usable_to,
                }
            )
            one._write_decided({"allocation_id": allocation.id})
        return result
