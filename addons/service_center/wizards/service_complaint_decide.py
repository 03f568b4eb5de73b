from odoo import api, fields, models


class ServiceComplaintDecide(models.TransientModel):
    """Asks how complaints were settled, or why they are rejected or cancelled, and then does it."""

    _name = "service.complaint.decide"
    _description = "Resolve, Reject or Cancel Complaints"
    _inherit = ["service.text.mixin"]

    complaint_ids = fields.Many2many("service.complaint", string="Complaints", required=True)
    decision = fields.Selection(
        [("resolve", "Resolve"), ("reject", "Reject"), ("cancel", "Cancel")],
        required=True,
        default="resolve",
    )
    text = fields.Text(required=True)
    validity = fields.Selection(
        lambda self: self.env["service.complaint"]._fields["validity"]._description_selection(self.env)[1:],
        "Justified?",
        compute="_compute_validity",
        store=True,
        readonly=False,
    )
    recourse = fields.Text("Further Recourse", compute="_compute_recourse", store=True, readonly=False)

    @api.depends("decision")
    def _compute_validity(self):
        for wizard in self:
            known = set(wizard.complaint_ids.mapped("validity")) - {"pending"}
            if wizard.decision == "reject":
                wizard.validity = "malicious" if known == {"malicious"} else "invalid"
            else:
                wizard.validity = known.pop() if len(known) == 1 else "valid"

    @api.depends("decision", "complaint_ids")
    def _compute_recourse(self):
        for wizard in self:
            rejecting = wizard.decision == "reject" and wizard.complaint_ids[:1]
            wizard.recourse = rejecting and rejecting._get_recourse()

    def action_confirm(self):
        """Write the text to the complaints and take the step; complaints that cannot take it refuse all."""
        self.ensure_one()
        validity = {"validity": self.validity} if self.validity else {}
        if self.decision == "resolve":
            self.complaint_ids.write({"resolution": self.text, **validity})
            self.complaint_ids.action_resolve()
        elif self.decision == "reject":
            recourse = {"recourse": self.recourse} if self.recourse else {}
            self.complaint_ids.write({"rejection_reason": self.text, **validity, **recourse})
            self.complaint_ids.action_reject()
        else:
            self.complaint_ids.cancel_reason = self.text
            self.complaint_ids.action_cancel()
        return {"type": "ir.actions.act_window_close"}
