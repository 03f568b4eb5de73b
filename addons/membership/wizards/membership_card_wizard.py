from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class MembershipCardWizard(models.TransientModel):
    """Freeze, unfreeze, replace or renew cards."""

    _name = "membership.card.wizard"
    _description = "State of a Card"

    card_ids = fields.Many2many("loyalty.card", required=True, readonly=True, string="Cards")
    operation = fields.Selection(
        [("freeze", "Freeze"), ("unfreeze", "Unfreeze"), ("replace", "Replace"), ("renew", "Renew")],
        required=True,
        readonly=True,
    )
    cause = fields.Selection(
        [("lost", "Card lost"), ("damaged", "Card damaged"), ("other", "Another reason")],
        "Why",
        default="lost",
    )
    reason = fields.Char("Details")
    is_frozen = fields.Boolean(compute="_compute_is_frozen")
    unfreeze = fields.Boolean("Unfreeze the Card, Too", default=True)
    until = fields.Date(compute="_compute_until", store=True, readonly=False, precompute=True)

    @api.depends("card_ids")
    def _compute_is_frozen(self):
        for wizard in self:
            wizard.is_frozen = any(card.membership_state == "frozen" for card in wizard.card_ids)

    @api.depends("operation", "card_ids")
    def _compute_until(self):
        """A renewed card is valid for another year; a frozen one stays so until somebody says otherwise."""
        for wizard in self:
            card = wizard.card_ids[:1]
            if wizard.operation == "renew" and card:
                day = card._membership_day()
                wizard.until = max(card.membership_valid_until or day, day) + relativedelta(years=1)
            else:
                wizard.until = False

    def _reason(self):
        """Return the written reason, else the chosen one."""
        causes = dict(self._fields["cause"]._description_selection(self.env))
        if self.reason or self.cause == "other" or self.operation not in ("freeze", "replace"):
            return self.reason
        return causes.get(self.cause)

    def action_apply(self):
        """Do it to the cards.

        :raise UserError: as the step says why not
        """
        self.ensure_one()
        if self.operation == "freeze":
            self.card_ids.action_freeze(self._reason(), self.until)
        elif self.operation == "unfreeze":
            self.card_ids.action_unfreeze(self._reason())
        elif self.operation == "renew":
            self.card_ids.action_renew(self.until)
        else:
            return self._replace()
        return {"type": "ir.actions.act_window_close"}

    def _replace(self):
        if len(self.card_ids) != 1:
            raise UserError(self.env._("Replace one card at a time."))
        number = self.card_ids.action_replace(self._reason())
        if self.is_frozen and self.unfreeze:
            self.card_ids.action_unfreeze(self.env._("Card replaced"))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "sticky": True,
                "message": self.env._("The new card number is %(number)s.", number=number),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
