from odoo import fields, models


class ServiceRegulatorSend(models.TransientModel):
    """Asks when and how the reply to an authority went out, and for a copy of it if it was another paper."""

    _name = "service.regulator.send"
    _description = "Record a Reply to an Authority"
    _inherit = ["service.text.mixin"]

    reply_id = fields.Many2one("service.regulator.reply", required=True, readonly=True, ondelete="cascade")
    sent_at = fields.Datetime("Sent", required=True, default=fields.Datetime.now)
    sent_how = fields.Selection(
        lambda self: self.env["service.regulator.reply"]._fields["sent_how"]._description_selection(self.env),
        "By Way Of",
        required=True,
        default="platform",
    )
    letter = fields.Binary("Copy", help="A scan or receipt, if it is not the letter as it is printed here.")
    letter_name = fields.Char()

    def action_confirm(self):
        """Record it; the clock of the authority's deadline ends at that moment."""
        self.ensure_one()
        self.reply_id._record_sent(self.sent_at, self.sent_how, self.letter, self.letter_name)
        return {"type": "ir.actions.act_window_close"}
