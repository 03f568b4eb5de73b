from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class ServiceCallback(models.Model):
    """Customers praise the people who served them; whoever rewards them can read it here."""

    # one concern a file: together they would be too long to read
    _name = "service.callback"
    _inherit = ["service.callback", "hr.mixin"]

    praised_employee_ids = fields.Many2many(
        "hr.employee",
        "service_callback_praised_rel",
        "callback_id",
        "employee_id",
        string="Praised",
        copy=False,
        check_company=True,
        help="The employees whom the customer praised.",
    )

    @api.constrains("praised_employee_ids", "user_id")
    def _check_praised(self):
        """Nobody writes down praise of themselves (C2)."""
        for callback in self:
            # sudo: only compares ids; the user need not be allowed to read employees
            if callback.user_id and callback.user_id in callback.sudo().praised_employee_ids.user_id:
                raise ValidationError(
                    self.env._(
                        "%(callback)s: nobody records praise of themselves. A colleague has to call.",
                        callback=callback.display_name,
                    )
                )


class ResPartner(models.Model):
    """Very satisfied customers are followed, too (DEALER-CB-03)."""

    # what customers think is known from callbacks
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    service_is_very_satisfied = fields.Boolean(
        "Very Satisfied",
        compute="_compute_service_is_very_satisfied",
        search="_search_service_is_very_satisfied",
        help="The last callback in which the customer answered said so.",
    )

    @api.depends_context("allowed_company_ids")
    def _compute_service_is_very_satisfied(self):
        satisfied = set(self._get_very_satisfied_ids(self.ids)) if self.ids else ()
        for partner in self:
            partner.service_is_very_satisfied = partner._origin.id in satisfied

    @api.model
    def _search_service_is_very_satisfied(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        wanted = "in" if (True in value) == (operator == "in") else "not in"
        return [("id", wanted, self._get_very_satisfied_ids())]

    @api.model
    def _get_very_satisfied_ids(self, ids=None):
        """Return the ids of customers whose last answer in these companies was the best; one query."""
        Callback = self.env["service.callback"]
        Callback.flush_model(["company_id", "done_at", "partner_id", "satisfaction", "state"])
        rows = self.env.execute_query(
            SQL(
                "SELECT partner_id FROM (SELECT DISTINCT ON (partner_id) partner_id, satisfaction"
                " FROM service_callback WHERE state = 'done' AND satisfaction IS NOT NULL"
                " AND company_id = ANY(%s) %s ORDER BY partner_id, done_at DESC, id DESC) last"
                " WHERE satisfaction = '5'",
                self.env.companies.ids,
                SQL("AND partner_id = ANY(%s)", ids) if ids is not None else SQL(),
            )
        )
        return [partner_id for (partner_id,) in rows]
