import phonenumbers

from odoo import api, models
from odoo.tools import email_normalize, plaintext2html
from odoo.tools.mail import is_html_empty

from ..tools.undelivered import Undelivered

OUTSIDE = ("sms", "http")  # kinds whose sending no rollback takes back


class ServiceMessage(models.Model):
    """How one message is sent, by its kind."""

    # one concern a file: what a message is, how one is sent, and how the queue is worked off
    _inherit = "service.message"  # pylint: disable=consider-merging-classes-inherited

    def _send(self):
        """Send this one message; the one place to override.

        :raise Undelivered: it was not sent
        """
        self.ensure_one()
        if self.channel_id and not self.channel_id.active:
            raise Undelivered("channel_archived")
        if self.recipient != "group" and not self.partner_id:
            raise Undelivered("recipient_gone")
        getattr(self, f"_send_{self.kind}")()

    def _send_inbox(self):
        """Notify the user on the document: in Odoo's inbox or by e-mail, as they have chosen."""
        user = self.user_id
        if not user:
            raise Undelivered("user_missing")
        if not user.active:
            raise Undelivered("user_archived")
        document = self._get_document()
        thread = document if isinstance(document, self.pool["mail.thread"]) else self.env["mail.thread"]
        thread.with_context(lang=user.lang).message_notify(
            partner_ids=user.partner_id.ids, subject=self.subject, body=self._get_html()
        )

    def _send_email(self):
        """Put an e-mail into Odoo's mail queue; ``mail.mail`` tells when the mail server refuses it."""
        if self.user_id and not self.user_id.active:
            raise Undelivered("user_archived")
        address = self._get_email()
        # sudo: mails are technical; a former try that failed is not to be sent beside this one
        mails = self.env["mail.mail"].sudo()
        mails.search([("service_message_id", "=", self.id), ("state", "!=", "sent")]).unlink()
        mails.create(self._prepare_mail_vals(address))
        self.address = address
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _prepare_mail_vals(self, address):
        """Return the values of the e-mail to ``address``; answers come back to the document."""
        document = self._get_document()
        lang = self.partner_id.lang or self.env.lang
        body = self._get_html()
        vals = {
            "service_message_id": self.id,
            "subject": self.subject,
            "body": body,
            "email_to": address,
            "auto_delete": False,
            "body_html": self.env["mail.render.mixin"]
            .with_context(lang=lang)
            ._render_encapsulate(
                "mail.mail_notification_light",
                body,
                add_context={
                    "company": self.company_id,
                    "model_description": document and self._describe(document, lang),
                    "lang": lang,
                },
                context_record=document,
            ),
        }
        if self.company_id.email_formatted:
            vals["email_from"] = self.company_id.email_formatted
        if isinstance(document, self.pool["mail.thread"]):
            reply_to = document._notify_get_reply_to(default=vals.get("email_from"))
            vals |= {"model": document._name, "res_id": document.id, "reply_to": reply_to[document.id]}
        return vals

    def _describe(self, document, lang):
        return self.env["ir.model"].with_context(lang=lang)._get(document._name).display_name

    def _send_sms(self):
        """Send a text message; an addon that stands on Odoo's ``sms`` does it."""
        raise Undelivered("sms_missing")

    def _send_http(self):
        """Send a request to the channel's address."""
        if self.user_id and not self.user_id.active:
            raise Undelivered("user_archived")
        self.channel_id._post(self._get_placeholder_values())

    # What goes into it
    def _get_html(self):
        """Return the text as HTML."""
        self.ensure_one()
        if not is_html_empty(self.body_html):
            return self.body_html
        return plaintext2html(self.body or "")

    def _get_email(self):
        """Return the recipient's e-mail address.

        :raise Undelivered: there is none, or it is not valid
        """
        email = self.partner_id.email
        if not (email or "").strip():
            raise Undelivered("email_missing")
        if not email_normalize(email):
            raise Undelivered("email_invalid")
        return email_normalize(email)

    def _get_phone(self):
        """Return the recipient's telephone number, with the country's code.

        :raise Undelivered: there is none, or it is not valid
        """
        if not (self.partner_id.phone or "").strip():
            raise Undelivered("phone_missing")
        number = self.partner_id._phone_format(fname="phone")
        if not number:
            raise Undelivered("phone_invalid")
        return number

    def _get_placeholder_values(self):
        """Return {placeholder: text}; numbers and addresses only where the channel uses them."""
        channel, document = self.channel_id, self._get_document()
        values = {
            "subject": self.subject or "",
            "text": self.body or "",
            "url": self._get_document_url(document),
            "document": document.display_name if document else "",
            "company": self.company_id.name,
            "recipient": (self.address or "") if self.recipient == "group" else self.partner_id.name or "",
            "phone": "",
            "phone_local": "",
            "email": "",
        }
        if channel._uses_placeholder("phone", "phone_local"):
            self.address = values["phone"] = self._get_phone()
            values["phone_local"] = _local(values["phone"])
        if channel._uses_placeholder("email"):
            self.address = values["email"] = self._get_email()
        return values

    @api.model
    def _get_document_url(self, document):
        """Return where the recipient opens the document; empty for customers who cannot."""
        if not document:
            return ""
        if self.user_id or self.recipient == "group":
            return f"{document.get_base_url()}/mail/view?model={document._name}&res_id={document.id}"
        if isinstance(document, self.pool["portal.mixin"]):
            return document.get_base_url() + document._get_share_url()
        return ""


def _local(number):
    """Return a number in international form without its country's code."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.national_significant_number(parsed)
