from odoo import fields, models
from odoo.exceptions import UserError

from ..models.service_callback import RESULTS
from ..models.service_satisfaction import SATISFACTIONS


class ServiceCallbackRecord(models.TransientModel):
    """What came of a callback, entered by whoever called or visited the customer."""

    _name = "service.callback.record"
    _description = "What Came of a Callback"
    _inherit = ["service.text.mixin"]

    callback_id = fields.Many2one("service.callback", required=True, readonly=True, ondelete="cascade")
    channel = fields.Selection(related="callback_id.channel")
    outcome = fields.Selection(
        [
            ("reached", "Reached"),
            ("no_answer", "No Answer"),
            ("busy", "Engaged"),
            ("later", "Asks for Another Time"),
            ("wrong_number", "Wrong Number"),
            ("refused", "Does Not Want to Talk"),
        ],
        required=True,
        default="reached",
    )
    result = fields.Selection(RESULTS, default="fine")
    satisfaction = fields.Selection(SATISFACTIONS)
    notes = fields.Text("What Was Said")
    next_at = fields.Datetime("Call Again On")
    is_undisturbed = fields.Boolean(
        "No Contacts Any More", help="The customer does not want callbacks; what was said is the reason."
    )
    undisturbed_until = fields.Date("Until", help="Empty: for good.")

    def action_confirm(self):
        """Note what came of it."""
        self.ensure_one()
        callback = self.callback_id
        callback.check_access("write")
        if self.is_undisturbed and not (self.notes or "").strip():
            raise UserError(self.env._("What did the customer say? Enter the reason."))
        if self.outcome == "reached":
            if not self.result:
                raise UserError(self.env._("Choose what came of it."))
            callback._finish(self.result, satisfaction=self.satisfaction or None, notes=self.notes)
        else:
            if self.outcome == "later" and not self.next_at:
                raise UserError(self.env._("When does the customer want to be called? Enter the time."))
            callback._register_attempt(
                self.outcome, note=self.notes, next_at=self.next_at if self.outcome == "later" else None
            )
        if self.is_undisturbed:
            callback.partner_id._set_service_undisturbed(self.notes, self.undisturbed_until or None)
        return {"type": "ir.actions.act_window_close"}
