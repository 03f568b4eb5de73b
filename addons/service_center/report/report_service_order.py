from odoo import api, models


class ReportServiceOrder(models.AbstractModel):
    """What the PDF of service reports shows."""

    _name = "report.service_center.report_service_order"
    _description = "Service Report (PDF)"

    @api.model
    def _get_report_values(self, docids, data=None):
        orders = self.env["service.order"].browse(docids)
        return {"docs": orders, "visits": [(order, order._get_printed_report()) for order in orders]}
