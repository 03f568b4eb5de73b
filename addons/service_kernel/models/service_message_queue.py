import psycopg2
from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import html2plaintext

from ..engine.texts import clean
from .service_text_mixin import TEXT_LIMITS


class ServiceMessage(models.Model):
    """Queueing: who gets what, once, in their language."""

    # one concern a file: what a message is, and how others have one sent
    _inherit = "service.message"  # pylint: disable=consider-merging-classes-inherited

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
