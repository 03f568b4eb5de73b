from odoo import api, fields, models
from odoo.exceptions import UserError


class MembershipStatement(models.TransientModel):
    """For which days the statement of a card is printed."""

    _name = "membership.statement"
    _description = "Print Statement of Points"

    card_id = fields.Many2one(
        "loyalty.card", required=True, default=lambda self: self.env.context.get("active_id")
    )
    date_from = fields.Date(
        "From", default=lambda self: fields.Date.context_today(self).replace(month=1, day=1)
    )
    date_to = fields.Date("To", default=fields.Date.context_today)

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for wizard in self:
            if wizard.date_from and wizard.date_to and wizard.date_from > wizard.date_to:
                raise UserError(self.env._("The first day is after the last one."))

    def action_print(self):
        """Return the statement as a PDF."""
        self.ensure_one()
        return self.env.ref("membership.action_report_statement").report_action(
            self.card_id,
            data={
                "card_ids": self.card_id.ids,
                "date_from": self.date_from and fields.Date.to_string(self.date_from),
                "date_to": self.date_to and fields.Date.to_string(self.date_to),
            },
        )
