from odoo import api, models

from .callback_tables import say


class ReportCallbackForm(models.AbstractModel):
    """What the PDF of a callback report form shows (客户回访报告表)."""

    _name = "report.service_center.report_callback_form"
    _description = "Callback Report (PDF)"

    @api.model
    def _get_report_values(self, docids, data=None):
        reports = self.env["service.callback.report"].browse(docids)
        return {"docs": reports, "pages": [report._get_report() for report in reports], "say": say}
