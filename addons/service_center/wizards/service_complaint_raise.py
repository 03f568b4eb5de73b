from odoo import fields, models


class ServiceComplaintRaise(models.TransientModel):
    """Asks an officer for a higher severity of a complaint, and why."""

    _name = "service.complaint.raise"
    _description = "Raise the Severity of a Complaint"
    _inherit = ["service.text.mixin"]

    complaint_id = fields.Many2one("service.complaint", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="complaint_id.company_id")
    current_id = fields.Many2one(related="complaint_id.severity_id", string="Present Severity")
    severity_id = fields.Many2one(
        "service.severity",
        "New Severity",
        required=True,
        ondelete="cascade",
        domain="[('company_id', '=', company_id)]",
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Raise the severity; refused where it would not be a raise."""
        self.ensure_one()
        self.complaint_id._raise_severity(self.severity_id, self.reason)
        return {"type": "ir.actions.act_window_close"}
