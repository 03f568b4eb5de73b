from odoo import fields, models

from .service_callback_plan import CHANNELS

OUTCOMES = [
    ("reached", "Reached"),
    ("no_answer", "No Answer"),
    ("busy", "Engaged"),
    ("later", "Asks for Another Time"),
    ("wrong_number", "Wrong Number"),
    ("refused", "Does Not Want to Talk"),
    ("sent", "Sent"),
    ("not_sent", "Could Not Be Sent"),
]


class ServiceCallbackAttempt(models.Model):
    """One try to reach a customer. Rows are made by the callback's own steps; nobody changes them."""

    _name = "service.callback.attempt"
    _description = "Try to Reach a Customer"
    _inherit = ["service.text.mixin"]
    _order = "at desc, id desc"
    _rec_name = "outcome"

    callback_id = fields.Many2one(
        "service.callback", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", "Caller", readonly=True, index="btree_not_null", ondelete="set null"
    )
    at = fields.Datetime("When", required=True, readonly=True)
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    outcome = fields.Selection(OUTCOMES, required=True, readonly=True)
    seconds = fields.Integer("Length (s)", readonly=True, aggregator="avg")
    note = fields.Text(readonly=True)
    next_try_at = fields.Datetime("Next Try", readonly=True)
