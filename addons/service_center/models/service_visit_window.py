from odoo import api, fields, models

from ..engine.visit_plan import Window


class ServiceVisitWindow(models.Model):
    """Hours in which a customer wants visits, or rests and eats; a queue's hold for customers without any."""

    _name = "service.visit.window"
    _description = "Hours of Visits"
    _order = "kind, dayofweek, hour_from, id"
    _rec_name = "kind"

    partner_id = fields.Many2one("res.partner", "Customer", index="btree_not_null", ondelete="cascade")
    queue_id = fields.Many2one("service.dispatch.queue", index="btree_not_null", ondelete="cascade")
    company_id = fields.Many2one("res.company", compute="_compute_company_id", store=True)
    kind = fields.Selection(
        [("quiet", "Rest or Meal: No Visits"), ("welcome", "Visits Are Welcome")],
        required=True,
        default="quiet",
    )
    dayofweek = fields.Selection(
        lambda self: (
            self.env["resource.calendar.attendance"]._fields["dayofweek"]._description_selection(self.env)
        ),
        "Weekday",
        help="Empty: every day.",
    )
    hour_from = fields.Float("From", required=True)
    hour_to = fields.Float("To", required=True)

    _one_owner = models.Constraint(
        "CHECK ((partner_id IS NULL) <> (queue_id IS NULL))", "Hours belong to a customer or to a queue."
    )
    _in_a_day = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_from < hour_to AND hour_to <= 24)",
        "Hours of visits begin before they end, between 0:00 and 24:00.",
    )

    @api.depends("partner_id.company_id", "queue_id.company_id")
    def _compute_company_id(self):
        for window in self:
            window.company_id = window.queue_id.company_id or window.partner_id.company_id

    def _get_windows(self, kind):
        """Return the engine's ``Window`` of each of these hours of a kind."""
        return tuple(
            Window(
                int(window.dayofweek) if window.dayofweek else None,
                round(window.hour_from * 60),
                round(window.hour_to * 60),
            )
            for window in self
            if window.kind == kind
        )
