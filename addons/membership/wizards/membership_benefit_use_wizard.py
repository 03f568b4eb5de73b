from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError


class MembershipBenefitUseWizard(models.TransientModel):
    """Use Benefit: choose which one, and it is used; a time to come books it. A double click uses it once."""

    _name = "membership.benefit.use.wizard"
    _description = "Use Benefit"
    _inherit = ["service.text.mixin"]

    card_id = fields.Many2one(
        "loyalty.card",
        required=True,
        ondelete="cascade",
        domain="[('is_membership', '=', True), ('membership_state', '=', 'active')]",
    )
    partner_id = fields.Many2one(related="card_id.partner_id", string="Member")
    offered_ids = fields.Many2many(
        "membership.benefit", compute="_compute_offered_ids", export_string_translation=False
    )
    benefit_id = fields.Many2one(
        "membership.benefit",
        required=True,
        ondelete="cascade",
        domain="[('id', 'in', offered_ids)]",
        compute="_compute_benefit_id",
        store=True,
        precompute=True,
        readonly=False,
    )
    starts_at = fields.Datetime("When", required=True, default=fields.Datetime.now)
    quantity = fields.Integer(default=1, required=True)
    companions = fields.Integer()
    most_companions = fields.Integer(
        "Companions Allowed", related="benefit_id.companions", export_string_translation=False
    )
    note = fields.Text()
    left_text = fields.Char("Left", compute="_compute_left_text")
    is_ahead = fields.Boolean(compute="_compute_is_ahead", export_string_translation=False)
    key = fields.Char(default=lambda self: f"dialog:{uuid4()}", required=True, readonly=True)

    @api.depends("card_id", "starts_at")
    def _compute_offered_ids(self):
        for dialog in self:
            card = dialog.card_id
            card.check_access("read")
            dialog.offered_ids = [
                one["benefit"].id
                for one in (card._membership_benefits(dialog.starts_at) if card.is_membership else [])
                if one["entitled"] and one["left"] != 0
            ]

    @api.depends("card_id")
    def _compute_benefit_id(self):
        """The only one there is needs no choosing."""
        for dialog in self:
            kept = dialog.benefit_id if dialog.benefit_id in dialog.offered_ids else False
            dialog.benefit_id = kept or (len(dialog.offered_ids) == 1 and dialog.offered_ids)

    @api.depends("card_id", "benefit_id", "starts_at")
    def _compute_left_text(self):
        for dialog in self:
            if dialog.card_id and dialog.benefit_id:
                dialog.card_id.check_access("read")
                dialog.left_text = dialog.benefit_id._explain_left(dialog.card_id, dialog.starts_at)
            else:
                dialog.left_text = False

    @api.depends("starts_at")
    def _compute_is_ahead(self):
        now = fields.Datetime.now()
        for dialog in self:
            dialog.is_ahead = bool(dialog.starts_at and dialog.starts_at > now)

    def action_apply(self):
        """Use or book the benefit."""
        self.ensure_one()
        if not self.benefit_id:
            raise UserError(self.env._("Which benefit is used? Choose one."))
        usage = self.benefit_id.use(
            self.card_id, self.starts_at, self.quantity, self.key, self.companions, self.note
        )
        left = self.benefit_id._explain_left(self.card_id, self.starts_at)
        done = self.env._("Booked") if usage.state == "booked" else self.env._("Used")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": f"{done}: {self.benefit_id.name}. {left}",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
