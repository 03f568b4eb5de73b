from odoo import fields, models


class MembershipGiftAnswer(models.TransientModel):
    """Asks whether a gift pleased (DEPT-PTS-01); "Later" leaves the question open on the member's page."""

    _name = "membership.gift.answer"
    _description = "Did the Gift Please?"

    gift_id = fields.Many2one("membership.gift", "Exchange", required=True, readonly=True, ondelete="cascade")
    product_id = fields.Many2one(related="gift_id.product_id")
    answer = fields.Char("What the Member Said")

    def action_yes(self):
        return self._answer("yes")

    def action_partly(self):
        return self._answer("partly")

    def action_no(self):
        return self._answer("no")

    def _answer(self, satisfied):
        self.ensure_one()
        self.gift_id._answer(satisfied, self.answer)
        return {"type": "ir.actions.act_window_close"}
