from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.service_order_acceptance import WAYS

BY_HAND = ("phone", "on_site", "letter")


class ServiceOrderAccept(models.TransientModel):
    """Notes that the customer agreed to a quotation by telephone or on site: who, when, what was said."""

    _name = "service.order.accept"
    _description = "Customer Accepts a Quotation"
    _inherit = ["service.text.mixin"]

    order_id = fields.Many2one("service.order", required=True)
    how = fields.Selection([way for way in WAYS if way[0] in BY_HAND], required=True, default="phone")
    accepted_by = fields.Char(
        "Who Agreed", compute="_compute_accepted_by", store=True, readonly=False, help="Who said so."
    )
    accepted_at = fields.Datetime("Agreed On", required=True, default=fields.Datetime.now)
    note = fields.Text("What Was Said")
    currency_id = fields.Many2one(related="order_id.currency_id")
    amount = fields.Monetary(related="order_id.customer_total", string="Total")

    @api.depends("order_id")
    def _compute_accepted_by(self):
        for wizard in self:
            order = wizard.order_id
            wizard.accepted_by = wizard.accepted_by or order.contact_name or order.partner_id.name

    def action_confirm(self):
        """Confirm the quotation, with the note of who agreed."""
        self.ensure_one()
        order = self.order_id
        order.check_access("write")
        # sudo: confirms the quotation of an order that the user works on, with a note of who agreed
        quotation = order._get_live_quotation().sudo()
        if quotation.state == "sale":
            raise UserError(self.env._("%(number)s: the quotation is accepted already.", number=order.name))
        if not (self.accepted_by or "").strip() or not (self.note or "").strip():
            raise UserError(self.env._("Who agreed, and what was said? Enter both."))
        now = fields.Datetime.now()
        if not quotation.create_date.replace(microsecond=0) <= self.accepted_at <= now:
            raise UserError(
                self.env._("The customer can only have agreed after the quotation was made, and before now.")
            )
        told = (self.how, self.accepted_by, fields.Datetime.to_string(self.accepted_at), self.note)
        quotation.with_context(service_acceptance=told).action_confirm()
        return {"type": "ir.actions.act_window_close"}
