from odoo import api, models


class ReportComplaintFile(models.AbstractModel):
    """What the PDF of whole cases shows."""

    _name = "report.service_center.report_complaint_file"
    _description = "Whole Case (PDF)"

    @api.model
    def _get_report_values(self, docids, data=None):
        complaints = self.env["service.complaint"].browse(docids)
        return {
            "docs": complaints,
            "cases": [(complaint, complaint._get_case_file()) for complaint in complaints],
        }
