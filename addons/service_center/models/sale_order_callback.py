from odoo import api, fields, models


class SaleOrder(models.Model):
    """Dates of a project, from which callbacks are counted (DECO-STAGE-01, DECO-LATE-01, Q-50)."""

    # one concern a file
    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    service_started_on = fields.Date(
        "Work Started On", copy=False, groups="service_center.group_user", help="Work on site has begun."
    )
    service_middle_paid_on = fields.Date("Middle Payment On", copy=False, groups="service_center.group_user")
    service_completed_on = fields.Date(
        "Completed On",
        copy=False,
        groups="service_center.group_user",
        help="The day on which the work was really completed, also if later than agreed.",
    )
    service_fully_paid_on = fields.Date("Fully Paid On", copy=False, groups="service_center.group_user")
    service_warranty_given_on = fields.Date(
        "Warranty Papers On", copy=False, groups="service_center.group_user"
    )
    service_has_dates = fields.Boolean(
        "Dates Matter", compute="_compute_service_has_dates", groups="service_center.group_user"
    )

    @api.depends("company_id")
    def _compute_service_has_dates(self):
        """Whether a plan of the company counts from dates of sales: nobody else has to see them."""
        groups = self.env["service.callback.plan"]._read_group(
            [("trigger", "=", "dates"), ("date_model", "=", "sale.order")], ["company_id"]
        )
        companies = {company.id for (company,) in groups}
        for order in self:
            order.service_has_dates = order.company_id.id in companies
