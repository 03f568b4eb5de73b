from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.service_customer_answer import ANSWER_CHANNELS, AT_DESK
from ..models.service_satisfaction import SATISFACTIONS


class ServiceComplaintHear(models.TransientModel):
    """Asks a colleague what the customer said about the result, by which way, and in which words."""

    _name = "service.complaint.hear"
    _description = "Record a Customer's Answer"
    _inherit = ["service.text.mixin"]

    complaint_id = fields.Many2one("service.complaint", required=True, readonly=True, ondelete="cascade")
    answer = fields.Selection([("accepted", "Accepts"), ("refused", "Refuses")], "Settlement")
    answer_is_open = fields.Boolean(compute="_compute_what_is_open")
    satisfaction = fields.Selection(SATISFACTIONS)
    satisfaction_is_open = fields.Boolean(compute="_compute_what_is_open")
    how = fields.Selection(
        [(code, label) for code, label in ANSWER_CHANNELS if code in AT_DESK], required=True, default="phone"
    )
    note = fields.Text("What the Customer Said", required=True)

    @api.depends("complaint_id")
    def _compute_what_is_open(self):
        for wizard in self:
            complaint = wizard.complaint_id
            settled = complaint.state in ("resolved", "closed")
            wizard.answer_is_open = settled and not complaint.customer_accepted_at
            wizard.satisfaction_is_open = complaint.satisfaction_is_asked

    def action_confirm(self):
        """Record what was said; the satisfaction first, since a refusal may take the complaint up again."""
        self.ensure_one()
        if not self.answer and not self.satisfaction:
            raise UserError(self.env._("Choose what the customer answered."))
        if self.satisfaction:
            self.complaint_id._record_satisfaction(self.satisfaction, self.how, self.note)
        if self.answer:
            self.complaint_id._record_answer(self.answer, self.how, self.note)
        return {"type": "ir.actions.act_window_close"}
