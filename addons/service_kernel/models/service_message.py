import psycopg2
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import html2plaintext

from ..engine.problem import Problem
from ..engine.texts import clean
from ..tools import append_only, message_texts
from .service_message_channel import KINDS
from .service_text_mixin import TEXT_LIMITS

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

    # Queueing
    @api.model
    def _queue(self, document, key, subject, body, users=None, partners=None, channel=None, template=None):
        """Have a message sent, by the cron, after this transaction.

        :param document: the record that it is about, or None
        :param key: the same key reaches the same recipient on the same channel only once
        :param subject: text, or a function that returns it for an environment in the recipient's language
        :param body: likewise; a ``Markup`` is sent as HTML where that is possible
        :param users: who is to have it; archived ones too: somebody is told that they were not reached
        :param partners: likewise
        :param channel: ``service.message.channel``; None: inbox for internal users, else e-mail
        :param template: code of the text, for the log
        :return: a row per recipient, those queued before with this key included; none for history
        """
        return self._queue_all(
            [
                {
                    "document": document,
                    "key": key,
                    "subject": subject,
                    "body": body,
                    "users": users,
                    "partners": partners,
                    "channel": channel,
                    "template": template,
                }
            ]
        )

    @api.model
    def _queue_all(self, requests):
        """Queue many messages in a few queries, whatever their number.

        :param requests: dicts with the parameters of ``_queue``; all but document, key, subject and body
            may be left out
        """
        self._read_together(requests)
        Message = self.sudo()  # sudo: nobody writes the log by hand; the caller decides what is sent
        wanted = {}
        for request in requests:
            if self._is_silent(request["document"]):
                continue
            channel = request.get("channel") or self.env["service.message.channel"]
            for to in self._get_recipients(request):
                wanted.setdefault((request["key"], channel.id, to["recipient"]), (request, to))
        keys = list({key for key, _channel, _recipient in wanted})
        known = {
            (row.key, row.channel_id.id, row.recipient): row.id
            for row in Message.search_fetch([("key", "in", keys)], ["key", "channel_id", "recipient"])
        }
        new = [slot for slot in wanted if slot not in known]
        if new:
            vals_list = [Message._prepare_message_vals(*wanted[slot]) for slot in new]
            try:
                with self.env.cr.savepoint():
                    rows = Message.create(vals_list)
            except psycopg2.errors.UniqueViolation as error:
                # another transaction queued it just now; the next attempt sees its row
                raise ConcurrencyError from error
            known.update(zip(new, rows.ids, strict=True))
            Message._trigger_cron()
        return self.browse(known[slot] for slot in wanted)

    @api.model
    def _is_silent(self, document):
        """Whether nothing is ever sent about ``document``: history that was imported (decisions 6)."""
        return bool(document) and "is_history" in document._fields and document.sudo().is_history

    @api.model
    def _read_together(self, requests):
        """Read the documents and people of all requests in a few queries, so that none is read alone."""
        documents = {}
        for document in filter(None, (request["document"] for request in requests)):
            documents.setdefault(document._name, []).append(document.id)
        for model, ids in documents.items():
            # sudo: company and kind of documents that the caller has in hand
            records = self.env[model].sudo().browse(ids)
            for name in {"company_id", "is_history", "team_id"} & records._fields.keys():
                records.mapped(name)
        # sudo: whom a message goes to is the policy's choice; nothing about them is shown to the caller
        users, partners = self.env["res.users"].sudo(), self.env["res.partner"].sudo()
        users = users.union(*(one["users"] for one in requests if one.get("users")))
        partners = partners.union(*(one["partners"] for one in requests if one.get("partners")))
        partners.mapped("user_ids.share")
        users.mapped("share")
        (partners | users.partner_id).mapped("lang")

    @api.model
    def _get_recipients(self, request):
        """Return [{recipient, kind, lang, …}] of a request, each person once."""
        # sudo: as above
        users = (request.get("users") or self.env["res.users"]).sudo()
        partners = (request.get("partners") or self.env["res.partner"]).sudo()
        channel = request.get("channel")
        if channel and channel.to_group:
            names = ", ".join((users.partner_id | partners).mapped("name"))
            return [{"recipient": "group", "kind": channel.kind, "address": names, "lang": False}]
        people = {}
        for user in users:
            key = f"partner:{user.partner_id.id}" if user.share else f"user:{user.id}"
            people[key] = (user.browse() if user.share else user, user.partner_id)
        for partner in partners:
            user = partner.user_ids.filtered(lambda user: not user.share)[:1]
            people[f"user:{user.id}" if user else f"partner:{partner.id}"] = (user, partner)
        return [
            {
                "recipient": recipient,
                "user_id": user.id,
                "partner_id": partner.id,
                "kind": channel.kind if channel else "inbox" if user else "email",
                "lang": partner.lang,
            }
            for recipient, (user, partner) in people.items()
        ]

    def _prepare_message_vals(self, request, recipient):
        """Return the values of the row for one recipient."""
        document, channel = request["document"], request.get("channel")
        company, team = self.env["res.company"], self.env["service.team"]
        if document:
            # sudo: only whose document it is, for the rules of the log
            company, team = (
                document.sudo()[name] if name in document._fields else empty
                for name, empty in (("company_id", company), ("team_id", team))
            )
        company = company or (channel and channel.company_id) or self.env.company
        team = team if team._name == "service.team" else self.env["service.team"]
        env = self.with_context(lang=recipient["lang"] or self.env.lang).env
        subject, body = (
            text(env) if callable(text) else text for text in (request["subject"], request["body"])
        )
        plain = html2plaintext(body) if isinstance(body, Markup) else body
        return {
            **{name: value for name, value in recipient.items() if name != "lang"},
            "key": request["key"],
            "res_model": document._name if document else False,
            "res_id": document.id if document else False,
            "company_id": company.id,
            "team_id": team.id,
            "channel_id": channel.id if channel else False,
            "template": request.get("template"),
            "subject": clean(subject)[: TEXT_LIMITS["char"]],
            "body": clean(plain)[: TEXT_LIMITS["text"]],
            "body_html": body if isinstance(body, Markup) else False,
        }

    @api.model
    def _trigger_cron(self, at=None):
        self.env.ref("service_kernel.cron_service_message").sudo()._trigger(at)  # sudo: crons are technical

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
