from odoo import api, fields, models


class ServiceOrderExtend(models.TransientModel):
    """Asks for the date that a customer is promised, or for a later one, and how the customer is told."""

    _name = "service.order.extend"
    _description = "Announce a Date to a Customer"
    _inherit = ["service.text.mixin"]

    order_id = fields.Many2one("service.order", required=True, readonly=True, ondelete="cascade")
    promised_at = fields.Datetime(related="order_id.promised_at", string="Promised So Far")
    is_late = fields.Boolean(compute="_compute_is_late")
    date = fields.Datetime("New Date", required=True)
    reason = fields.Text(help="The customer reads it: no internal remarks.")
    told_how = fields.Selection(
        [("mail", "E-mail, sent now"), ("phone", "Telephone"), ("visit", "In Person")],
        "Customer Is Told By",
        required=True,
        compute="_compute_told_how",
        store=True,
        readonly=False,
        precompute=True,
    )
    told_note = fields.Text("Who Was Told", help="Who was told, and what they answered.")
    text = fields.Text(
        "Letter", help="Empty: a standard text with date and reason, in the customer's language."
    )

    @api.depends("order_id")
    def _compute_told_how(self):
        for one in self:
            one.told_how = "mail" if one.order_id.partner_id.email else "phone"

    @api.depends("order_id")
    def _compute_is_late(self):
        for one in self:
            one.is_late = one.order_id.promised_at and one.order_id._get_announcement_kind() == "late"

    def action_confirm(self):
        """Announce the date."""
        self.ensure_one()
        self.order_id._announce(self.date, self.reason, self.told_how, self.told_note, self.text)
        return {"type": "ir.actions.act_window_close"}
