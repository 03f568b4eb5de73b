from odoo import models
from odoo.exceptions import UserError


class ServiceCallback(models.Model):
    """How satisfied the customer is becomes one of Odoo's ratings; nobody rates themselves (C2)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    def _create_rating(self, satisfaction):
        if self.is_history:
            return
        # sudo: nobody writes ratings by hand; the right to the callback was checked
        callback = self.sudo()
        rating = callback.env["rating.rating"].create(
            {
                "res_model_id": callback.env["ir.model"]._get_id(callback._name),
                "res_id": callback.id,
                "partner_id": callback.partner_id.id,
                "rated_partner_id": callback._get_rated_partners()[:1].id,
                "rating": float(satisfaction),
                "feedback": callback.notes,
                "consumed": True,
                "access_token": False,
            }
        )
        rating.flush_recordset(["res_model"])  # Odoo's SQL over ratings looks at it before it is written
        callback._write_stepped({"rating_id": rating.id})

    def _get_rated_partners(self):
        """Return the partners of those whose work is judged, who did it first: of order, complaint, sale."""
        self.ensure_one()
        # sudo: only compares ids; the user need not be allowed to read employees
        callback = self.sudo()
        technician = callback.order_id.employee_id
        rated = technician.user_id.partner_id | technician.work_contact_id
        if callback.complaint_id:
            rated |= callback.complaint_id._get_rated_partners()
        rated |= callback.order_id.user_id.partner_id | callback.sale_order_id.user_id.partner_id
        return rated.with_env(self.env)

    def _is_rating_own(self):
        """Whether the user's own work is judged."""
        # sudo: only compares ids
        return self._get_caller().partner_id in self._get_rated_partners().sudo()

    def _check_not_rated(self):
        """Refuse a satisfaction that somebody records about the own work, or gives as customer."""
        # sudo: only compares ids
        rated = self._get_rated_partners().sudo()
        if self._is_rating_own() or self.sudo().partner_id in rated:
            raise UserError(
                self.env._(
                    "%(callback)s: nobody rates themselves. A colleague has to ask how satisfied the "
                    "customer is.",
                    callback=self.display_name,
                )
            )

    def rating_apply(self, rate, token=None, **kwargs):
        """Refuse Odoo's own way, by which answers can be given again and again."""
        raise UserError(self.env._("How satisfied a customer is, is recorded with the callback."))
