from dateutil.relativedelta import relativedelta

from odoo import fields, models


class ServiceTechnicianMonthGenerate(models.TransientModel):
    """Asks of which month the hours and costs of technicians are summed."""

    _name = "service.technician.month.generate"
    _description = "Sum a Month of Technicians"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    month = fields.Date(
        required=True,
        default=lambda self: self.env.company._service_day().replace(day=1) - relativedelta(months=1),
        help="Any day of the month.",
    )

    def action_generate(self):
        """Sum the month and show it; what is reviewed or published stays."""
        self.ensure_one()
        months = self.env["service.technician.month"]._generate(self.company_id, self.month)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center.service_technician_month_action"
        )
        return {**action, "domain": [("id", "in", months.ids)], "context": {}, "target": "main"}
