from odoo import fields, models

from ..engine.visit_plan import Window


class ServiceContactWindow(models.Model):
    """Hours in which a customer, else the customers of a plan or of a company, like to be contacted."""

    _name = "service.contact.window"
    _description = "Hours of Contacts"
    _order = "weekday, hour_from, id"
    _rec_name = "hour_from"

    partner_id = fields.Many2one("res.partner", "Customer", index="btree_not_null", ondelete="cascade")
    plan_id = fields.Many2one("service.callback.plan", index="btree_not_null", ondelete="cascade")
    company_id = fields.Many2one("res.company", index="btree_not_null", ondelete="cascade")
    weekday = fields.Selection(
        lambda self: (
            self.env["resource.calendar.attendance"]._fields["dayofweek"]._description_selection(self.env)
        ),
        help="Empty: every day.",
    )
    hour_from = fields.Float("From", required=True, default=10.0)
    hour_to = fields.Float("To", required=True, default=11.5)

    _one_owner = models.Constraint(
        "CHECK (num_nonnulls(partner_id, plan_id, company_id) = 1)",
        "Hours of contacts belong to a customer, a plan or a company.",
    )
    _in_a_day = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_from < hour_to AND hour_to <= 24)",
        "Hours of contacts begin before they end, between 0:00 and 24:00.",
    )

    def _get_windows(self):
        """Return the engine's ``Window`` of each of these hours."""
        return tuple(
            Window(
                int(window.weekday) if window.weekday else None,
                round(window.hour_from * 60),
                round(window.hour_to * 60),
            )
            for window in self
        )


class ServiceCallbackPlan(models.Model):
    # the hours of a plan are one concern
    _inherit = "service.callback.plan"  # pylint: disable=consider-merging-classes-inherited

    contact_window_ids = fields.One2many(
        "service.contact.window", "plan_id", "Hours of Contacts", copy=True, help="Empty: the company's."
    )
