from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError


class MembershipGiftWizard(models.TransientModel):
    """Exchange points for a gift: a product that is a reward of the program (DEPT-PTS-01)."""

    _name = "membership.gift.wizard"
    _description = "Exchange a Gift"

    card_id = fields.Many2one("loyalty.card", required=True, readonly=True, ondelete="cascade")
    program_id = fields.Many2one(related="card_id.program_id")
    member = fields.Char(related="card_id.partner_id.name", string="Member")
    balance = fields.Float(related="card_id.points", string="Balance")
    reward_id = fields.Many2one(
        "loyalty.reward",
        "Gift",
        required=True,
        ondelete="cascade",
        domain="[('program_id', '=', program_id), ('reward_type', '=', 'product')]",
        default=lambda self: self._default_reward(),
    )
    product_id = fields.Many2one(
        "product.product",
        "Which One",
        required=True,
        ondelete="cascade",
        compute="_compute_product_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('id', 'in', product_ids)]",
    )
    product_ids = fields.Many2many(related="reward_id.reward_product_ids")
    quantity = fields.Integer(required=True, default=1)
    points = fields.Float(compute="_compute_points", digits=(16, 2))
    left = fields.Float("Balance Afterwards", compute="_compute_points", digits=(16, 2))
    key = fields.Char(default=lambda self: f"gift/{uuid4()}", readonly=True, export_string_translation=False)

    @api.model
    def _default_reward(self):
        """The dearest gift that the member can pay, so that the usual exchange is one click."""
        card = self.env["loyalty.card"].browse(self.env.context.get("default_card_id"))
        rewards = card.program_id.reward_ids.filtered(lambda reward: reward.reward_type == "product")
        payable = rewards.filtered(lambda reward: reward.required_points <= card.points)
        return (payable or rewards).sorted("required_points", reverse=bool(payable))[:1]

    @api.depends("reward_id")
    def _compute_product_id(self):
        for wizard in self:
            wizard.product_id = wizard.reward_id.reward_product_ids[:1]

    @api.depends("reward_id", "quantity", "card_id")
    def _compute_points(self):
        for wizard in self:
            wizard.points = wizard.reward_id.required_points * max(wizard.quantity, 0)
            wizard.left = wizard.balance - wizard.points

    def action_apply(self):
        """Redeem the points and note the gift; then ask whether it pleases.

        :raise UserError: the card has too few points, or the gift is none of the program
        """
        self.ensure_one()
        if self.quantity < 1:
            raise UserError(self.env._("At least one gift is handed out."))
        is_gift = self.reward_id.reward_type == "product" and self.reward_id.program_id == self.program_id
        if not is_gift or self.product_id not in self.reward_id.reward_product_ids:
            raise UserError(self.env._("This is no gift of the member's program."))
        move = self.card_id.membership_redeem(
            self.points,
            self.env._("Gift: %(gift)s × %(count)s", gift=self.product_id.display_name, count=self.quantity),
            key=self.key,
        )
        return self._note_gift(move).action_ask()

    def _note_gift(self, move):
        """Return the gift that ``move`` paid; a second click finds the one of the first."""
        # sudo: who may redeem hands out; gifts are written here only
        Gift = self.env["membership.gift"].sudo()
        gift = Gift.search([("move_id", "=", move.id)]) or Gift.create(
            {
                "card_id": self.card_id.id,
                "company_id": self.card_id.sudo().program_id._membership_company().id,
                "product_id": self.product_id.id,
                "quantity": self.quantity * self.reward_id.reward_product_qty,
                "points": self.points,
                "move_id": move.id,
            }
        )
        return gift.sudo(self.env.su)
