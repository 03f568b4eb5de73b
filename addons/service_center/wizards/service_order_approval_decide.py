from odoo import fields, models


class ServiceOrderApprovalDecide(models.TransientModel):
    """Asks for the opinion with which a step of a form is signed, or why it is refused."""

    _name = "service.order.approval.decide"
    _description = "Sign or Refuse a Form"
    _inherit = ["service.text.mixin"]

    approval_id = fields.Many2one("service.order.approval", required=True, readonly=True, ondelete="cascade")
    decision = fields.Selection([("sign", "Sign"), ("refuse", "Refuse")], required=True, default="sign")
    text = fields.Text("Opinion", required=True)

    def action_confirm(self):
        """Sign or refuse."""
        self.ensure_one()
        if self.decision == "sign":
            self.approval_id._sign(self.text)
        else:
            self.approval_id._refuse(self.text)
        return {"type": "ir.actions.act_window_close"}
