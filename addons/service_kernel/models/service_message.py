from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine.problem import Problem
from ..tools import append_only, message_texts
from .service_message_channel import KINDS

# texts, address and people are left out: they can be erased (decisions 17), and contacts be merged
CONTENT = ("key", "recipient", "res_model", "res_id", "channel_id", "company_id", "kind")


class ServiceMessage(models.Model):
    """A message to one recipient: queue and log in one (decisions 20).

    Others call ``_queue``; a cron sends. Rows stay: what was sent to whom, or why it was not.
    """

    _name = "service.message"
    _description = "Message"
    _order = "id desc"
    _rec_name = "subject"

    key = fields.Char(required=True, readonly=True, help="The same key reaches nobody twice on a channel.")
    recipient = fields.Char("Recipient Key", required=True, readonly=True)
    res_model = fields.Char("Document Type", readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    team_id = fields.Many2one("service.team", readonly=True, index="btree_not_null", ondelete="set null")
    channel_id = fields.Many2one(
        "service.message.channel", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    template = fields.Char(readonly=True, help="Code of the text that was sent.")
    user_id = fields.Many2one("res.users", readonly=True, index="btree_not_null", ondelete="set null")
    partner_id = fields.Many2one(
        "res.partner", "Contact", readonly=True, index="btree_not_null", ondelete="set null"
    )
    address = fields.Char(readonly=True, help="The e-mail address or number used; of a group, its people.")
    subject = fields.Char(readonly=True)
    body = fields.Text("Text", readonly=True)
    body_html = fields.Html("Formatted Text", readonly=True)
    recipient_name = fields.Char("Recipient", compute="_compute_recipient_name")
    state = fields.Selection(
        string="Status",
        selection=[
            ("queued", "Queued"),
            ("sending", "Sending"),
            ("sent", "Sent"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="queued",
        readonly=True,
    )
    tries = fields.Integer(readonly=True)
    next_try_at = fields.Datetime(
        "Next Try", default=fields.Datetime.now, readonly=True, help="While sending: when it is given up."
    )
    failure = fields.Json(readonly=True)
    error = fields.Char(compute="_compute_error")
    sent_at = fields.Datetime("Sent On", readonly=True)

    _key_uniq = models.UniqueIndex(
        "(key, COALESCE(channel_id, 0), recipient)", "This message has been queued already."
    )
    _due_idx = models.Index("(next_try_at, id) WHERE state IN ('queued', 'sending')")
    _document_idx = models.Index("(res_model, res_id)")

    def init(self):
        append_only.protect(self.env, self._table, CONTENT)

    @api.depends("recipient", "channel_id", "partner_id")
    def _compute_recipient_name(self):
        for row in self:
            of_group = row.recipient == "group"
            row.recipient_name = row.channel_id.display_name if of_group else row.partner_id.display_name

    @api.depends("failure")
    @api.depends_context("lang")
    def _compute_error(self):
        for row in self:
            failure = row.failure
            row.error = failure and row._say_failure(failure["code"], failure["params"])

    def _say_failure(self, code, params):
        """Return in the reader's language why the message was not sent."""
        if code == "channel_bad":
            why = self.channel_id._say_problem(Problem(params["problem"], **params["params"]))
            params = {**params, "why": why}
        return message_texts.sentence(self.env, message_texts.FAILURE_MESSAGES, code, params)

    # By hand
    def _check_may_send(self):
        """Refuse who neither maintains policies nor may change the documents that the messages are about.

        :raise AccessError: the user may not read the messages, or not change a document
        """
        self.check_access("read")
        if self.env.user.has_group("service_kernel.group_policy_manager"):
            return
        for row in self:
            document = row._get_document()
            if not document:
                raise AccessError(self.env._("Only those who maintain policies send this again."))
            document.check_access("write")

    def _get_document(self):
        """Return the document that the message is about, empty when there is none (any more)."""
        self.ensure_one()
        if not self.res_model or self.res_model not in self.env:
            return self.env["base"].browse()
        return self.env[self.res_model].browse(self.res_id).exists()

    def action_retry(self):
        """Queue messages again that failed or were cancelled."""
        self._check_may_send()
        if any(row.state not in ("failed", "cancelled") for row in self):
            raise UserError(self.env._("Only messages that failed or were cancelled can be sent again."))
        # sudo: nobody writes the log by hand; the right was checked
        self.sudo().write(
            {"state": "queued", "tries": 0, "failure": False, "next_try_at": fields.Datetime.now()}
        )
        self._trigger_cron()

    def action_cancel(self):
        """Do not send messages that wait or failed."""
        self._check_may_send()
        if any(row.state not in ("queued", "failed") for row in self):
            raise UserError(self.env._("Only messages that wait or failed can be cancelled."))
        self.sudo().state = "cancelled"  # sudo: likewise

    def action_open_document(self):
        """Open the document that the message is about."""
        self.check_access("read")
        document = self._get_document()
        if not document:
            raise UserError(self.env._("The document does not exist any more."))
        document.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
        }
