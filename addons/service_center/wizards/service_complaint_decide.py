from odoo import fields, models


class ServiceComplaintDecide(models.TransientModel):
    """Asks how complaints were settled, or why they are rejected, and then does it."""

    _name = "service.complaint.decide"
    _description = "Resolve or Reject Complaints"
    _inherit = ["service.text.mixin"]

    complaint_ids = fields.Many2many("service.complaint", string="Complaints", required=True)
    decision = fields.Selection(
        [("resolve", "Resolve"), ("reject", "Reject")], required=True, default="resolve"
    )
    text = fields.Text(required=True)

    def action_confirm(self):
        """Write the text to the complaints and take the step; complaints that cannot take it refuse all."""
        self.ensure_one()
        if self.decision == "resolve":
            self.complaint_ids.resolution = self.text
            self.complaint_ids.action_resolve()
        else:
            self.complaint_ids.rejection_reason = self.text
            self.complaint_ids.action_reject()
        return {"type": "ir.actions.act_window_close"}
